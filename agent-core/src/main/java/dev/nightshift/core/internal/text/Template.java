package dev.nightshift.core.internal.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words with placeholders such as <code>{{title}}</code>. Values are inserted as they are and never
 * looked at, so that what a model wrote cannot become a placeholder. Immutable.
 */
public final class Template {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z][a-z0-9-]*)}}");

  private final String name;

  /** What stands before each place, and behind the last. */
  private final List<String> literals;

  /** Which placeholder stands at each place. */
  private final List<String> places;

  /** The placeholders in the order of their values. */
  private final List<String> order;

  private Template(String name, List<String> literals, List<String> places, List<String> order) {
    this.name = name;
    this.literals = literals;
    this.places = places;
    this.order = order;
  }

  static Template parse(String name, String text) {
    List<String> literals = new ArrayList<>();
    List<String> places = new ArrayList<>();
    Matcher place = PLACEHOLDER.matcher(text);
    int behind = 0;
    while (place.find()) {
      literals.add(text.substring(behind, place.start()));
      places.add(place.group(1));
      behind = place.end();
    }
    literals.add(text.substring(behind));
    if (literals.stream().anyMatch(literal -> literal.contains("{{"))) {
      throw new IllegalStateException(name + " has {{ that begins no placeholder");
    }
    return new Template(name, literals, places, places.stream().distinct().toList());
  }

  /** Returns the same words, to be filled in this order. */
  Template inOrder(List<String> placeholders) {
    if (!Set.copyOf(order).equals(new HashSet<>(placeholders))) {
      throw new IllegalStateException(
          name + " has the placeholders " + order + ", not " + placeholders);
    }
    return new Template(name, literals, places, placeholders);
  }

  /**
   * Returns the words with a value for each placeholder, in the order they were declared in.
   *
   * @throws IllegalArgumentException if there are more values or fewer
   */
  public String fill(Object... values) {
    if (values.length != order.size()) {
      throw new IllegalArgumentException(
          name + " takes " + order + ", not " + values.length + " values");
    }
    StringBuilder text = new StringBuilder(literals.get(0));
    for (int place = 0; place < places.size(); place++) {
      text.append(values[order.indexOf(places.get(place))]).append(literals.get(place + 1));
    }
    return text.toString();
  }

  /** Returns what stands around the placeholders. */
  List<String> literals() {
    return literals;
  }

  @Override
  public String toString() {
    return name;
  }
}
