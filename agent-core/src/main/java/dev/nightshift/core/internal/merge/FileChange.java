package dev.nightshift.core.internal.merge;

import org.jspecify.annotations.Nullable;

/**
 * What one side of a merge made of one path.
 *
 * @param before the version of the common ancestor, or null if it had none
 * @param after the version of the side, or null if it has none
 */
public record FileChange(@Nullable FileVersion before, @Nullable FileVersion after) {
  boolean isDeletion() {
    return before != null && after == null;
  }
}
