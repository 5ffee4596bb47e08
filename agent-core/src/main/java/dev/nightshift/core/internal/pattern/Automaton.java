package dev.nightshift.core.internal.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A compiled {@link Expression}. All its states are stepped through at once instead of
 * backtracking: the time is at most the size of the expression times the length of the text,
 * whoever wrote them.
 *
 * <p><b>Threads:</b> immutable. <b>Source:</b> docs/decisions/018.
 */
public final class Automaton {
  private static final int NOWHERE = Integer.MAX_VALUE;
  private static final int STEPS_BETWEEN_CALLS = 1 << 20;
  private final List<State> states = new ArrayList<>();
  private final int size;

  /**
   * A state.
   *
   * @param fits takes a unit and goes on to the next state; null if none is taken
   * @param place must be where the text is, to go on; null if it may be anywhere
   * @param other the other state to go on to without a unit; the same one if there is none
   */
  private record State(
      @Nullable IntPredicate fits, Expression.@Nullable Place place, int next, int other) {}

  /** An expression that is too large to be stepped through. */
  public static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooLargeException(int size) {
      super("the expression has more than " + size + " states");
    }
  }

  private Automaton(int size) {
    this.size = size;
  }

  /**
   * Compiles an expression.
   *
   * @param expression the expression
   * @param size the most states there may be; a unit is one, counted repeats are written out
   * @return the automaton
   * @throws TooLargeException if there were more
   */
  public static Automaton of(Expression expression, int size) {
    Automaton made = new Automaton(size);
    made.add(expression);
    return made;
  }

  /**
   * Compiles an expression of bounded size.
   *
   * @param parts its parts, one after the other
   * @return the automaton
   */
  static Automaton of(List<Expression> parts) {
    return of(new Expression.Sequence(parts), Integer.MAX_VALUE);
  }

  private void add(Expression expression) {
    if (expression instanceof Expression.Unit unit) {
      append(new State(unit.fits(), null, states.size() + 1, states.size() + 1));
    } else if (expression instanceof Expression.Place place) {
      append(new State(null, place, states.size() + 1, states.size() + 1));
    } else if (expression instanceof Expression.Sequence sequence) {
      sequence.parts().forEach(this::add);
    } else if (expression instanceof Expression.Choice choice) {
      choose(choice.alternatives());
    } else if (expression instanceof Expression.Repeat repeat) {
      repeat(repeat);
    }
  }

  private int append(State state) {
    if (states.size() >= size) {
      throw new TooLargeException(size);
    }
    states.add(state);
    return states.size() - 1;
  }

  private void fork(int at, int next, int other) {
    states.set(at, new State(null, null, next, other));
  }

  private void choose(List<Expression> alternatives) {
    List<Integer> ends = new ArrayList<>();
    for (Expression alternative : alternatives.subList(0, alternatives.size() - 1)) {
      int fork = append(new State(null, null, 0, 0));
      add(alternative);
      ends.add(append(new State(null, null, 0, 0)));
      fork(fork, fork + 1, states.size());
    }
    add(alternatives.get(alternatives.size() - 1));
    ends.forEach(end -> fork(end, states.size(), states.size()));
  }

  private void repeat(Expression.Repeat repeat) {
    int before = -1;
    // What has no states is the same however often.
    for (int i = 0; i < repeat.least() && states.size() > before; i++) {
      before = states.size();
      add(repeat.body());
    }
    if (repeat.most() == Expression.Repeat.NO_END) {
      int fork = append(new State(null, null, 0, 0));
      add(repeat.body());
      append(new State(null, null, fork, fork));
      fork(fork, fork + 1, states.size());
      return;
    }
    List<Integer> forks = new ArrayList<>();
    for (int i = repeat.least(); i < repeat.most(); i++) {
      forks.add(append(new State(null, null, 0, 0)));
      add(repeat.body());
    }
    forks.forEach(fork -> fork(fork, fork + 1, states.size()));
  }

  /**
   * Tells whether a whole text matches, character by character.
   *
   * @param text the text
   * @return true if it does
   */
  public boolean matches(String text) {
    int[] characters = text.codePoints().toArray();
    return matches(at -> characters[at], 0, characters.length);
  }

  /** Tells whether a part of a text matches as a whole; places count from its borders. */
  boolean matches(IntUnaryOperator text, int from, int to) {
    Run run = new Run(text, from, to);
    run.begin(from);
    int at = from;
    while (at < to && run.count > 0) {
      run.step(at++);
    }
    return at == to && run.ended != NOWHERE;
  }

  /**
   * Finds the first match in a text.
   *
   * @param characters the text, by code point
   * @param now called now and then; may throw to end the search
   * @return the index at which it begins, or -1
   */
  public int find(int[] characters, Runnable now) {
    Run run = new Run(at -> characters[at], 0, characters.length);
    int found = NOWHERE;
    for (int at = 0; ; at++) {
      if (found == NOWHERE) {
        run.begin(at);
      }
      found = Math.min(found, run.ended);
      if (at == characters.length || (found != NOWHERE && found <= run.first())) {
        return found == NOWHERE ? -1 : found;
      }
      if (++run.steps > STEPS_BETWEEN_CALLS) {
        run.steps = 0;
        now.run();
      }
      run.step(at);
    }
  }

  /**
   * One walk over a text. The states that take a unit are kept in the order in which their matches
   * began, so that each is entered once for each unit, and for the earliest match.
   */
  private final class Run {
    private final IntUnaryOperator text;
    private final int from;
    private final int to;
    private final int[] enteredAt = new int[states.size() + 1];
    private final int[] pending = new int[2 * states.size() + 2];
    private int[] now = new int[states.size()];
    private int[] next = new int[states.size()];
    private int[] starts = new int[states.size()];
    private int[] nextStarts = new int[states.size()];
    private int count;

    /** The states looked at, with or without a unit. */
    private long steps;

    /** Where the match began that ends here, or nowhere. */
    private int ended = NOWHERE;

    Run(IntUnaryOperator text, int from, int to) {
      this.text = text;
      this.from = from;
      this.to = to;
      Arrays.fill(enteredAt, -1);
    }

    /** Lets a match begin, after all that began before. */
    void begin(int at) {
      enter(0, at, at);
    }

    /** Returns where the earliest match began that can still go on. */
    int first() {
      return count == 0 ? NOWHERE : starts[0];
    }

    void step(int at) {
      int unit = text.applyAsInt(at);
      int before = count;
      steps += before;
      swap();
      count = 0;
      ended = NOWHERE;
      for (int i = 0; i < before; i++) {
        State state = states.get(next[i]);
        if (state.fits() != null && state.fits().test(unit)) {
          enter(state.next(), nextStarts[i], at + 1);
        }
      }
    }

    private void swap() {
      int[] spare = now;
      now = next;
      next = spare;
      int[] spareStarts = starts;
      starts = nextStarts;
      nextStarts = spareStarts;
    }

    /** Enters a state and all that are reached from it without a unit. */
    private void enter(int first, int start, int at) {
      int waiting = 0;
      pending[waiting++] = first;
      while (waiting > 0) {
        int index = pending[--waiting];
        steps++;
        if (enteredAt[index] == at) {
          continue;
        }
        enteredAt[index] = at;
        if (index == states.size()) {
          ended = Math.min(ended, start);
          continue;
        }
        State state = states.get(index);
        if (state.fits() != null) {
          now[count] = index;
          starts[count++] = start;
        } else if (state.place() == null || isAt(state.place(), at)) {
          pending[waiting++] = state.next();
          if (state.other() != state.next()) {
            pending[waiting++] = state.other();
          }
        }
      }
    }

    private boolean isAt(Expression.Place place, int at) {
      return switch (place) {
        case START -> at == from;
        case END -> at == to;
        case WORD_BORDER -> isWord(at - 1) != isWord(at);
        case NO_WORD_BORDER -> isWord(at - 1) == isWord(at);
      };
    }

    private boolean isWord(int at) {
      return at >= from
          && at < to
          && (Character.isLetterOrDigit(text.applyAsInt(at)) || text.applyAsInt(at) == '_');
    }
  }
}
