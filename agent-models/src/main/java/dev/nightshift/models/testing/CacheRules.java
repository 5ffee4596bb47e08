package dev.nightshift.models.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How the prompts of one model are cached by its vendor.
 *
 * @param reach where entries end, and where they are looked for
 * @param least how long a prompt has to be, in tokens
 * @param step entries are so many tokens long, or a multiple of it
 * @param lifetimes how long entries live after their last use, the shortest first, which is the one
 *     that nobody asked for
 * @param chargesWrites whether what is written to the cache has a price of its own
 */
record CacheRules(
    Reach reach, long least, long step, List<Duration> lifetimes, boolean chargesWrites) {
  private static final int BLOCKS_OF_A_MARK = 20;
  private static final int MOST_BREAKPOINTS = 80;

  CacheRules {
    lifetimes = List.copyOf(lifetimes);
  }

  /** Returns the entries that a request writes, the shortest first. */
  List<Write> writes(AskedPrompt prompt) {
    List<PromptPoint> points = points(prompt);
    List<PromptPoint> written =
        switch (reach) {
          case MARKS -> points.stream().filter(point -> point.part().isMarked()).toList();
          case TURNS -> turns(points).subList(0, Math.min(1, turns(points).size()));
          case STEPS -> points;
        };
    return written.stream()
        .filter(point -> point.tokensUpTo() >= least)
        .map(point -> new Write(point, lifetime(prompt, point)))
        .toList();
  }

  /** Returns the places at which a request finds an entry, of each list only at the first. */
  List<List<PromptPoint>> lookups(AskedPrompt prompt) {
    List<PromptPoint> points = points(prompt);
    return switch (reach) {
      case MARKS -> beforeMarks(points);
      case TURNS -> {
        List<PromptPoint> turns = turns(points);
        yield List.of(turns.subList(0, Math.min(MOST_BREAKPOINTS, turns.size())));
      }
      case STEPS -> List.of(longestFirst(points));
    };
  }

  /** Returns how much of a common beginning an entry can have, in tokens. */
  long cacheable(long tokens) {
    return tokens < least ? 0 : tokens - tokens % step;
  }

  /** Tells whether an entry may end within a part of a prompt. */
  boolean endsAnywhere() {
    return reach == Reach.STEPS;
  }

  private List<PromptPoint> points(AskedPrompt prompt) {
    return endsAnywhere() ? PromptPoint.steps(prompt, step) : PromptPoint.ends(prompt);
  }

  private List<List<PromptPoint>> beforeMarks(List<PromptPoint> points) {
    List<List<PromptPoint>> lookups = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i).part().isMarked() && points.get(i).tokensUpTo() >= least) {
        lookups.add(longestFirst(points.subList(Math.max(0, i + 1 - BLOCKS_OF_A_MARK), i + 1)));
      }
    }
    return lookups;
  }

  /** Where something said to the model ends, and the model goes on. */
  private static List<PromptPoint> turns(List<PromptPoint> points) {
    List<PromptPoint> turns = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      boolean isUser = points.get(i).part().kind() == PromptPart.Kind.USER;
      boolean isLast =
          i + 1 == points.size() || points.get(i + 1).part().kind() == PromptPart.Kind.MODEL;
      if (isUser && isLast) {
        turns.add(points.get(i));
      }
    }
    return longestFirst(turns);
  }

  private Duration lifetime(AskedPrompt prompt, PromptPoint point) {
    return reach == Reach.MARKS
        ? point.part().lifetime()
        : prompt.lifetime().orElse(lifetimes.get(0));
  }

  private static List<PromptPoint> longestFirst(List<PromptPoint> points) {
    return points.stream()
        .sorted(Comparator.comparingLong(PromptPoint::tokensUpTo).reversed())
        .toList();
  }

  /** Where entries end, and where they are looked for. */
  enum Reach {
    /** At the client's marks, and looked for there and at the blocks before. */
    MARKS,
    /** Where the model is asked to go on, at the last such place of a request; found at any. */
    TURNS,
    /** Anywhere; found by the longest beginning that is the same. */
    STEPS
  }

  /**
   * An entry that is written.
   *
   * @param end its end
   * @param lifetime how long it is kept
   */
  record Write(PromptPoint end, Duration lifetime) {}
}
