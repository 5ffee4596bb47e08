/**
 * Prices around model providers.
 *
 * <p>Start with {@link dev.nightshift.models.BundledPrices}; the providers and the rate limits are
 * in the packages below. All types are immutable or safe for concurrent use.
 *
 * <pre>{@code
 * PriceBook prices = PriceFile.read(file).orElse(BundledPrices.load());
 * }</pre>
 */
package dev.nightshift.models;
