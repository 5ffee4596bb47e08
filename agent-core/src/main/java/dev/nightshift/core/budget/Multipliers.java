package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.ServiceTier;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * By how much every rate of a price changes with the terms on which a call is billed. Exact; a
 * service and a region multiply each other.
 *
 * @param services by service, without {@link ServiceTier#STANDARD}, whose factor is always 1
 * @param regions by the provider's word for a region; that of the empty word holds where an answer
 *     names no region
 */
public record Multipliers(Map<ServiceTier, BigDecimal> services, Map<String, BigDecimal> regions) {
  private static final Multipliers NONE = new Multipliers(Map.of(), Map.of());
  private static final BigDecimal LEAST = new BigDecimal("0.01");
  private static final BigDecimal MOST = new BigDecimal("100");

  /** Refuses factors beyond 0.01 to 100, and one of the standard service. */
  public Multipliers {
    services = Map.copyOf(normal(Require.entries(services, "services")));
    regions = Map.copyOf(normal(Require.entries(regions, "regions")));
    if (services.containsKey(ServiceTier.STANDARD)) {
      throw new IllegalArgumentException("the standard service has no multiplier; it is always 1");
    }
  }

  /**
   * Returns multipliers for nothing.
   *
   * @return no services and no regions
   */
  public static Multipliers none() {
    return NONE;
  }

  /**
   * Returns these multipliers with one for a service.
   *
   * @param service the service
   * @param factor a decimal number such as {@code 0.5}
   * @return a copy
   */
  public Multipliers withService(ServiceTier service, String factor) {
    Require.nonNull(service, "service");
    Map<ServiceTier, BigDecimal> more = new HashMap<>(services);
    more.put(service, number(Require.nonNull(factor, "factor")));
    return new Multipliers(more, regions);
  }

  /**
   * Returns these multipliers with one for a region.
   *
   * @param region the provider's word for it, such as {@code us}
   * @param factor a decimal number such as {@code 1.1}
   * @return a copy
   */
  public Multipliers withRegion(String region, String factor) {
    Require.nonNull(region, "region");
    Map<String, BigDecimal> more = new HashMap<>(regions);
    more.put(region, number(Require.nonNull(factor, "factor")));
    return new Multipliers(services, more);
  }

  /**
   * Returns these multipliers for an account whose calls are processed in a region although answers
   * do not name it.
   *
   * @param region the provider's word for it
   * @return a copy; the same multipliers if the region is not listed
   */
  public Multipliers inRegion(String region) {
    BigDecimal factor = regions.get(Require.nonNull(region, "region"));
    return factor == null ? this : withRegion("", factor.toPlainString());
  }

  /**
   * Tells whether the factor of some terms is known.
   *
   * @param terms the terms
   * @return true for the plain ones and those listed
   */
  public boolean list(BillingTerms terms) {
    Require.nonNull(terms, "terms");
    return (terms.service() == ServiceTier.STANDARD || services.containsKey(terms.service()))
        && (terms.region().isEmpty() || regions.containsKey(terms.region()));
  }

  /** The factor of some terms, 1 for a service or a region that is not listed. */
  BigDecimal factor(BillingTerms terms) {
    return services
        .getOrDefault(terms.service(), BigDecimal.ONE)
        .multiply(regions.getOrDefault(terms.region(), BigDecimal.ONE));
  }

  /** The largest factor of a call of the plain service, wherever an account has it processed. */
  BigDecimal dearestRegion() {
    BigDecimal dearest = BigDecimal.ONE;
    for (BigDecimal factor : regions.values()) {
      dearest = dearest.max(factor);
    }
    return dearest;
  }

  private static BigDecimal number(String factor) {
    try {
      return new BigDecimal(factor.strip());
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "'" + VisibleText.name(factor) + "' is not a multiplier such as 0.5 or 1.1", notANumber);
    }
  }

  /** Equal factors are equal however they were written. */
  private static <K> Map<K, BigDecimal> normal(Map<K, BigDecimal> factors) {
    Map<K, BigDecimal> normal = new HashMap<>();
    factors.forEach(
        (terms, factor) -> {
          if (factor.compareTo(LEAST) < 0 || factor.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                "multiplier %s of %s must be between %s and %s"
                    .formatted(factor, terms, LEAST, MOST));
          }
          normal.put(terms, factor.stripTrailingZeros());
        });
    return normal;
  }
}
