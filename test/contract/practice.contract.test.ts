import { connectorContract } from "./connector.contract.ts";
import { practiceWorld } from "./practice-world.ts";

connectorContract("Practice books", practiceWorld, { updatesDrafts: true, isOurs: true });
