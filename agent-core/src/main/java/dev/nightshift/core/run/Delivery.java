package dev.nightshift.core.run;

/**
 * How a validated candidate reaches people: an SPI, so that pull requests can be added.
 *
 * <p><b>Caller:</b> the engine, on the run's thread, after it checked the evidence. <b>Threads:</b>
 * safe for concurrent use.
 */
@FunctionalInterface
public interface Delivery {
  /**
   * Delivers.
   *
   * @param context the candidate and the two things that can be done with it
   * @return what {@link DeliveryContext#merge} or {@link DeliveryContext#propose(String)} returned;
   *     a proposal may have got a {@linkplain DeliveryResult.Proposed#withLink link} and a
   *     {@linkplain DeliveryResult.Proposed#withRemark remark}
   * @throws InterruptedException if the run was cancelled
   */
  DeliveryResult deliver(DeliveryContext context) throws InterruptedException;

  /**
   * Returns a delivery that lands the candidate on its target. A task of high risk, or a target
   * that is checked out, is proposed instead; see {@link RunScope#tryDeliver} for what a merge
   * needs.
   *
   * @return merge
   */
  static Delivery merge() {
    return BuiltInDelivery.MERGE;
  }

  /**
   * Returns a delivery that leaves the change on its branch for a human.
   *
   * @return propose
   */
  static Delivery branch() {
    return BuiltInDelivery.BRANCH;
  }
}
