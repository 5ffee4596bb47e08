package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.regex.Pattern;

/**
 * The kind of a finding, an open value.
 *
 * @param name upper-case words joined by {@code _}
 */
public record Category(String name) {
  private static final Pattern SHAPE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

  /** Types do not fit. */
  public static final Category TYPE_ERROR = new Category("TYPE_ERROR");

  /** A null is not handled. */
  public static final Category NULL_CHECK = new Category("NULL_CHECK");

  /** The logic is wrong at an edge. */
  public static final Category LOGIC_EDGE_CASE = new Category("LOGIC_EDGE_CASE");

  /** The change opens a hole. */
  public static final Category SECURITY = new Category("SECURITY");

  /** A behaviour is not tested. */
  public static final Category TEST_GAP = new Category("TEST_GAP");

  /** A resource leaks or a thread races. */
  public static final Category CONCURRENCY = new Category("CONCURRENCY");

  /** The change does not do what the task asks. */
  public static final Category REQUIREMENT = new Category("REQUIREMENT");

  /** Something else. */
  public static final Category OTHER = new Category("OTHER");

  /** Refuses names that are not upper-case words. */
  public Category {
    Require.nonNull(name, "name");
    if (!SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "category '" + VisibleText.name(name) + "' must be upper-case words joined by '_'");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
