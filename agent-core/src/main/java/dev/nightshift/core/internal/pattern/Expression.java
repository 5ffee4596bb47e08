package dev.nightshift.core.internal.pattern;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern as it was read, whatever its language: made of units, which are bytes or characters.
 */
public sealed interface Expression {
  /** Nothing at all. */
  Expression EMPTY = new Sequence(List.of());

  /** Any number of units but slashes. */
  Expression WITHIN_COMPONENT = new Repeat(new Unit(unit -> unit != '/'), 0, Repeat.NO_END);

  /** Any number of units. */
  Expression ANYTHING = new Repeat(new Unit(unit -> true), 0, Repeat.NO_END);

  /** Nothing, or any number of units and a slash. */
  Expression DIRECTORIES = new Repeat(new Sequence(List.of(ANYTHING, one('/'))), 0, 1);

  /**
   * Returns a unit.
   *
   * @param unit the only one that fits
   * @return an expression
   */
  static Expression one(int unit) {
    return new Unit(given -> given == unit);
  }

  /**
   * One unit.
   *
   * @param fits which ones
   */
  record Unit(IntPredicate fits) implements Expression {}

  /**
   * One after the other.
   *
   * @param parts in order
   */
  record Sequence(List<Expression> parts) implements Expression {
    /** Copies the parts. */
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /**
   * One of several.
   *
   * @param alternatives at least one
   */
  record Choice(List<Expression> alternatives) implements Expression {
    /** Copies the alternatives. */
    public Choice {
      alternatives = List.copyOf(alternatives);
    }
  }

  /**
   * The same several times.
   *
   * @param body what is repeated
   * @param least how often at least
   * @param most how often at most, or {@link #NO_END}
   */
  record Repeat(Expression body, int least, int most) implements Expression {
    /** As often as one likes. */
    public static final int NO_END = -1;
  }

  /** A place between two units. */
  enum Place implements Expression {
    /** Before the first one. */
    START,
    /** Behind the last one. */
    END,
    /** Where a word begins or ends. */
    WORD_BORDER,
    /** Anywhere else. */
    NO_WORD_BORDER
  }
}
