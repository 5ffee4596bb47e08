package dev.nightshift.core.base;

import dev.nightshift.core.internal.text.VisibleText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one rule for arguments at public entry points, also for those who extend the library: what is
 * null and must not be is refused at the call, as a {@link NullPointerException} that names it, and
 * what has no sense as an {@link IllegalArgumentException} that also names the value.
 *
 * <p><b>Source:</b> docs/decisions/015-nulls-are-refused-by-name.
 */
public final class Require {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Require() {}

  /**
   * Checks one value.
   *
   * @param <T> its type
   * @param value what the caller gave
   * @param name what the caller's parameter is called
   * @return the value
   * @throws NullPointerException if it is null
   */
  public static <T> T nonNull(@Nullable T value, String name) {
    if (value == null) {
      throw new NullPointerException(name + " must not be null");
    }
    return value;
  }

  /**
   * Checks how long something may take.
   *
   * @param duration what the caller gave
   * @param name what the caller's parameter is called
   * @return the duration
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it is not more than zero, or longer than 100 years, which
   *     clocks cannot count in nanoseconds
   */
  public static Duration positive(@Nullable Duration duration, String name) {
    Duration present = nonNull(duration, name);
    if (present.isNegative() || present.isZero()) {
      throw new IllegalArgumentException(name + " " + present + " must be more than zero");
    }
    if (present.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " " + present + " must be at most " + LONGEST);
    }
    return present;
  }

  /**
   * Checks how long something took.
   *
   * @param duration what the caller gave
   * @param name what the caller's parameter is called
   * @return the duration
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it is less than zero, or longer than 100 years
   */
  public static Duration notNegative(@Nullable Duration duration, String name) {
    Duration present = nonNull(duration, name);
    if (present.isNegative()) {
      throw new IllegalArgumentException(name + " " + present + " must be zero or more");
    }
    return present.isZero() ? present : positive(present, name);
  }

  /**
   * Copies a collection.
   *
   * @param <T> the type of its elements
   * @param elements what the caller gave
   * @param name what the caller's parameter is called
   * @return an unmodifiable list with the same elements in the same order
   * @throws NullPointerException if it is null or holds one
   */
  public static <T> List<T> elements(
      @Nullable Collection<? extends @Nullable T> elements, String name) {
    try {
      // An immutable list is returned as it is, without a look at its elements.
      return List.copyOf(nonNull(elements, name));
    } catch (NullPointerException holdsNull) {
      int index = elements == null ? -1 : new ArrayList<>(elements).indexOf(null);
      throw index < 0
          ? holdsNull
          : new NullPointerException(
              name + " must not hold null, but its element " + index + " is");
    }
  }

  /**
   * Copies an array, for example the arguments of a method that takes any number.
   *
   * @param <T> the type of its elements
   * @param elements what the caller gave
   * @param name what the caller's parameter is called
   * @return an unmodifiable list with the same elements in the same order
   * @throws NullPointerException if it is null or holds one
   */
  public static <T> List<T> elements(@Nullable T @Nullable [] elements, String name) {
    return elements(Arrays.asList(nonNull(elements, name)), name);
  }

  /**
   * Copies a map.
   *
   * @param <K> the type of its keys
   * @param <V> the type of its values
   * @param entries what the caller gave
   * @param name what the caller's parameter is called
   * @return an unmodifiable map with the same entries in the same order
   * @throws NullPointerException if it is null, or a key or a value is
   */
  public static <K, V> Map<K, V> entries(
      @Nullable Map<? extends @Nullable K, ? extends @Nullable V> entries, String name) {
    Map<K, V> copy = new LinkedHashMap<>();
    nonNull(entries, name)
        .forEach(
            (key, value) -> {
              if (key == null || value == null) {
                nonNull(key, "a key of " + name);
                nonNull(value, name + " at '" + VisibleText.name(String.valueOf(key)) + "'");
              }
              copy.put(key, value);
            });
    return Collections.unmodifiableMap(copy);
  }

  /**
   * Checks what a user's own object returned, whatever its annotations say.
   *
   * @param <T> its type
   * @param value what was returned
   * @param method the method and its owner, for example {@code title() of the task MyTask}
   * @return the value
   * @throws IllegalArgumentException if it is null
   */
  public static <T> T returned(@Nullable T value, String method) {
    if (value == null) {
      throw new IllegalArgumentException(
          method
              + " returned null or held one; return what it means, for example an empty text or"
              + " list");
    }
    return value;
  }
}
