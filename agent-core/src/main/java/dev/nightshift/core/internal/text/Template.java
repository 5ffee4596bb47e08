package dev.nightshift.core.internal.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
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
  private final List<String> placeholders;

  /** What stands before each place, and behind the last. */
  private final List<String> literals = new ArrayList<>();

  /** Which placeholder stands at each place. */
  private final List<Integer> places = new ArrayList<>();

  private Template(String name, List<String> placeholders) {
    this.name = name;
    this.placeholders = placeholders;
  }

  static Template of(String name, String text, String... declared) {
    Template template = new Template(name, List.of(declared));
    Set<String> found = new LinkedHashSet<>();
    Matcher place = PLACEHOLDER.matcher(text);
    int behind = 0;
    while (place.find()) {
      found.add(place.group(1));
      template.literals.add(text.substring(behind, place.start()));
      template.places.add(template.placeholders.indexOf(place.group(1)));
      behind = place.end();
    }
    template.literals.add(text.substring(behind));
    if (!found.equals(new LinkedHashSet<>(template.placeholders))) {
      throw new IllegalStateException(
          name + " has the placeholders " + found + ", not " + template.placeholders);
    }
    if (template.literals.stream().anyMatch(literal -> literal.contains("{{"))) {
      throw new IllegalStateException(name + " has {{ that begins no placeholder");
    }
    return template;
  }

  /**
   * Returns the words with a value for each placeholder, in the order they were declared in.
   *
   * @throws IllegalArgumentException if there are more values or fewer
   */
  public String fill(Object... values) {
    if (values.length != placeholders.size()) {
      throw new IllegalArgumentException(
          name + " takes " + placeholders + ", not " + values.length + " values");
    }
    StringBuilder text = new StringBuilder(literals.get(0));
    for (int place = 0; place < places.size(); place++) {
      text.append(values[places.get(place)]).append(literals.get(place + 1));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
