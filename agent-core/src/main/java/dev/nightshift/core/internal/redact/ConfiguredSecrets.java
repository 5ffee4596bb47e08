package dev.nightshift.core.internal.redact;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

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
  private static final Set<String> VALUES = new CopyOnWriteArraySet<>();

  private ConfiguredSecrets() {}

  /** Adds a secret; returns it. */
  public static String add(String value) {
    boolean hasDigit = value.chars().anyMatch(Character::isDigit);
    if (value.length() >= (hasDigit ? SHORTEST : SHORTEST_WORD)) {
      VALUES.add(value);
    }
    return value;
  }

  static List<String> all() {
    return List.copyOf(VALUES);
  }
}
