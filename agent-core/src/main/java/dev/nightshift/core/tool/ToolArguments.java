package dev.nightshift.core.tool;

import dev.nightshift.core.base.Require;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The arguments of one tool call: a JSON object with typed access. Immutable. */
public interface ToolArguments {
  /**
   * Reads a JSON object.
   *
   * @param json the text; an empty one counts as an empty object
   * @return the arguments
   * @throws ToolArgumentException if the text is not a JSON object; says where it breaks
   */
  static ToolArguments parse(String json) {
    Require.nonNull(json, "json");
    return JsonToolArguments.parse(json);
  }

  /**
   * Returns a required text.
   *
   * @param name the argument
   * @return the text, may be empty
   * @throws ToolArgumentException if it is missing or not a string
   */
  String text(String name);

  /**
   * Returns an optional text.
   *
   * @param name the argument
   * @return the text, or empty if missing or null
   * @throws ToolArgumentException if it is not a string
   */
  Optional<String> optionalText(String name);

  /**
   * Returns an optional whole number.
   *
   * @param name the argument
   * @return the number, or empty if missing or null
   * @throws ToolArgumentException if it is not a whole number of 32 bits
   */
  OptionalInt optionalInteger(String name);

  /**
   * Returns an optional truth value.
   *
   * @param name the argument
   * @return the value, or empty if missing or null
   * @throws ToolArgumentException if it is neither true nor false
   */
  Optional<Boolean> optionalTruth(String name);

  /**
   * Returns an optional object.
   *
   * @param name the argument
   * @return the object, or empty if missing or null
   * @throws ToolArgumentException if it is not an object
   */
  Optional<ToolArguments> optionalObject(String name);

  /**
   * Returns a list of objects.
   *
   * @param name the argument
   * @return the objects, empty if missing or null
   * @throws ToolArgumentException if it is not an array of objects
   */
  List<ToolArguments> objects(String name);

  /**
   * Returns a list of texts; a single text counts as a list of one, unless it holds a JSON array:
   * models encode lists twice.
   *
   * @param name the argument
   * @return the texts, empty if missing or null
   * @throws ToolArgumentException if it is not an array of strings
   */
  List<String> texts(String name);

  /**
   * Refuses arguments by other names: a model that meant something by one would take the answer for
   * what it asked, and no provider checks them.
   *
   * @param names those there are
   * @throws ToolArgumentException if there is another; names it and those there are
   */
  void requireKnown(Collection<String> names);

  /**
   * Returns the whole object.
   *
   * @return JSON text
   */
  String json();
}
