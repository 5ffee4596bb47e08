package dev.nightshift.core.run;

/** The deliveries of the library; each is one object, so that an engine knows it again. */
enum BuiltInDelivery implements Delivery {
  MERGE {
    @Override
    public DeliveryResult deliver(DeliveryContext context) throws InterruptedException {
      return context.merge();
    }
  },
  BRANCH {
    @Override
    public DeliveryResult deliver(DeliveryContext context) throws InterruptedException {
      return context.propose("delivery by branch was asked for");
    }
  }
}
