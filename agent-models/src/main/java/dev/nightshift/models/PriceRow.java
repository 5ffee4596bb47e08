package dev.nightshift.models;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceOrigin;
import dev.nightshift.core.model.ModelId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The price of one model over one span of time.
 *
 * @param models the model and its aliases
 * @param from when it begins to hold, null if it always did
 * @param to when it ends to hold, exclusive, null if that is not known
 * @param price the price, with where the row stands
 */
record PriceRow(List<ModelId> models, @Nullable Instant from, @Nullable Instant to, Price price) {

  String place() {
    return price.origin().place();
  }

  /** This row, looked up on a day if it does not say on which. */
  PriceRow lookedUp(@Nullable LocalDate day) {
    PriceOrigin origin = price.origin();
    return origin.asOf() != null
        ? this
        : new PriceRow(
            models, from, to, price.withOrigin(new PriceOrigin(place(), origin.source(), day)));
  }

  /** This row, over at a time if it does not say when it is. */
  PriceRow until(@Nullable Instant end) {
    return to == null ? new PriceRow(models, from, end, price) : this;
  }

  boolean holdsAt(Instant at) {
    return (from == null || !at.isBefore(from)) && (to == null || at.isBefore(to));
  }

  boolean overlaps(PriceRow other) {
    return startsBeforeEndOf(other) && other.startsBeforeEndOf(this);
  }

  private boolean startsBeforeEndOf(PriceRow other) {
    return from == null || other.to == null || from.isBefore(other.to);
  }
}
