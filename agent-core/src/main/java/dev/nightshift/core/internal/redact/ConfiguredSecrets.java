package dev.nightshift.core.internal.redact;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The secrets this process was configured with, such as keys of providers: what is written down
 * anywhere holds none of them, whoever wraps the provider and wherever its key turns up.
 *
 * <p>A short word or one without a digit is no secret that could be told from others, as {@code
 * none} and {@code lm-studio}, which servers without keys are given. Safe for concurrent use.
 */
public final class ConfiguredSecrets {
  private static final int SHORTEST = 12;
  private static final int SHORTEST_WORD = 20;
  private static final Set<String> VALUES = new LinkedHashSet<>();
  private static volatile Finder finder = new ExactValues(VALUES);

  private ConfiguredSecrets() {}

  /** Adds a secret; returns it. */
  public static synchronized String add(String value) {
    boolean hasDigit = value.chars().anyMatch(Character::isDigit);
    boolean isLong = value.length() >= (hasDigit ? SHORTEST : SHORTEST_WORD);
    if (isLong && VALUES.add(value)) {
      finder = new ExactValues(VALUES);
    }
    return value;
  }

  /** What finds the secrets that were added until now. */
  static Finder finder() {
    return finder;
  }
}
