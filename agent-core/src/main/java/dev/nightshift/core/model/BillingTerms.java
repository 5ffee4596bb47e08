package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.util.Locale;

/**
 * On what terms a provider billed a call, as its answer says.
 *
 * @param service the service
 * @param region where it was processed, in the provider's word such as {@code us}; empty if the
 *     answer does not say, or says that no region was asked for
 */
public record BillingTerms(ServiceTier service, String region) {
  private static final BillingTerms PLAIN = new BillingTerms(ServiceTier.STANDARD, "");

  /** Refuses nulls. */
  public BillingTerms {
    Require.nonNull(service, "service");
    Require.nonNull(region, "region");
  }

  /**
   * Returns the terms of an answer that says nothing.
   *
   * @return the standard service and no region
   */
  public static BillingTerms plain() {
    return PLAIN;
  }

  /**
   * Returns the terms of a service, without a region.
   *
   * @param service the service
   * @return the terms
   */
  public static BillingTerms of(ServiceTier service) {
    return new BillingTerms(service, "");
  }

  @Override
  public String toString() {
    String word = service.name().toLowerCase(Locale.ROOT);
    return region.isEmpty() ? word : word + " in " + region;
  }
}
