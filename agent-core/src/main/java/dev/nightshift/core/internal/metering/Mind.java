package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelName;

/**
 * A model that two roles must not share.
 *
 * @param spelled the model as it was asked for, for messages
 * @param name what it is told apart by
 */
public record Mind(ModelId spelled, ModelName name) {
  /**
   * Returns the mind of a model.
   *
   * @param spelled as it was asked for
   * @param canonical its exact name, as its provider says
   * @return the mind
   */
  public static Mind of(ModelId spelled, ModelId canonical) {
    return new Mind(spelled, ModelName.of(canonical));
  }

  /**
   * Returns the mind of a model of which nothing is known but how it is written.
   *
   * @param spelled as it was asked for
   * @return the same as that of the same spelling only
   */
  public static Mind asSpelled(ModelId spelled) {
    return new Mind(spelled, new ModelName(spelled.toString(), ""));
  }

  /**
   * Tells whether nobody can know two models apart.
   *
   * @param other another
   * @return true also in doubt
   */
  public boolean isSame(Mind other) {
    return name.isSameAs(other.name);
  }
}
