package dev.nightshift.models.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What of a cassette is still to be played. Safe for concurrent use. */
final class CassetteTape {
  private final CassetteFile file;
  private final Map<String, Deque<CassetteCall>> left = new HashMap<>();
  private @Nullable AssertionError miss;

  CassetteTape(CassetteFile file) {
    this.file = file;
    for (CassetteCall call : file.calls()) {
      left.computeIfAbsent(call.request().key(), key -> new ArrayDeque<>()).add(call);
    }
  }

  /** Takes the next recording of a request. */
  synchronized CassetteCall next(CassetteRequest asked) {
    Deque<CassetteCall> recordings = left.get(asked.key());
    CassetteCall next = recordings == null ? null : recordings.poll();
    if (next == null) {
      AssertionError error = new AssertionError(why(asked, recordings != null));
      if (miss == null) {
        miss = error;
      }
      throw error;
    }
    return next;
  }

  synchronized List<String> unused() {
    Map<Integer, String> byLine = new TreeMap<>();
    left.values().forEach(calls -> calls.forEach(call -> byLine.put(call.line(), call.toString())));
    return new ArrayList<>(byLine.values());
  }

  synchronized void assertExhausted() {
    if (miss != null) {
      throw new AssertionError(miss.getMessage(), miss);
    }
    List<String> unused = unused();
    if (!unused.isEmpty()) {
      throw new AssertionError("not played of cassette " + file + ": " + unused);
    }
  }

  private String why(CassetteRequest asked, boolean wasRecorded) {
    String what = "cassette " + file + " has no recording of " + asked;
    if (wasRecorded) {
      return what + " left: each was played; record again if the call is right";
    }
    return file.calls().stream()
        .max(Comparator.comparingInt(call -> call.request().likeness(asked)))
        .map(nearest -> what + "; the nearest is " + nearest + "; " + difference(nearest, asked))
        .orElse(what + ", and none at all");
  }

  private static String difference(CassetteCall nearest, CassetteRequest asked) {
    return FirstDifference.of(nearest.request().json(), asked.json());
  }
}
