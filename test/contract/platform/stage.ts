import type { Order } from "../../../plugin/domain/order.ts";
import type { RawDelivery, Shop, VerifiedDelivery } from "../../../plugin/platforms/platform.ts";
import { worked } from "./results.ts";
import type { PlatformAbilities, PlatformWorld } from "./world.ts";

export type Stage = ReturnType<typeof createStage>;

/** The world every part of the contract plays in, once it is open. */
export function createStage(start: () => Promise<PlatformWorld>, able: PlatformAbilities) {
  let opened: { world: PlatformWorld; shop: Shop } | null = null;
  const here = () => {
    if (opened === null) throw new Error("the world is not open yet");
    return opened;
  };
  return {
    able,
    get world(): PlatformWorld {
      return here().world;
    },
    get shop(): Shop {
      return here().shop;
    },
    async open(): Promise<void> {
      const world = await start();
      opened = { world, shop: world.platform.open(world.installation, world.ports) };
    },
    async close(): Promise<void> {
      await opened?.world.close();
    },
    /** The order, which the shop has to know. */
    async order(id: string): Promise<Order> {
      const read = worked(await here().shop.order(id));
      if (read === null) throw new Error(`the shop does not know ${id}`);
      return read;
    },
    /** What a delivery means for this installation; null when it is not this shop's, or not proven. */
    async heard(delivery: RawDelivery): Promise<VerifiedDelivery | null> {
      const { platform, installation, ports } = here().world;
      const claim = platform.webhooks.claim(delivery);
      if (typeof claim === "string") return null;
      if (claim.issuer !== installation.issuer || claim.tenantId !== installation.tenantId) return null;
      const read = platform.webhooks.verify(delivery, await ports.vault.read(), ports.clock.now());
      return typeof read === "string" ? null : read;
    },
    /** What the shop sent about an order: once at least. */
    async about(orderId: string): Promise<readonly [RawDelivery, ...RawDelivery[]]> {
      const [first, ...more] = await here().world.deliveries(orderId);
      if (first === undefined) throw new Error(`nothing was sent about ${orderId}`);
      return [first, ...more];
    },
  };
}
