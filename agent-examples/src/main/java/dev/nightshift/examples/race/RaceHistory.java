package dev.nightshift.examples.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What callers were told, held against the order of the ledger's log. The calls were as if made one
 * after the other, in an order that respects which one ended before which other began, if
 *
 * <ul>
 *   <li>no call stands in the log before one that had been answered when it was invoked,
 *   <li>what was set aside and spent never passes the cap, at no place of the log,
 *   <li>every refusal has a place between the records of the log, behind all that had been answered
 *       when it was invoked and before all that were invoked when it had been answered, at which
 *       what it said was left is what was left.
 * </ul>
 */
final class RaceHistory {
  private static final Pattern RECORD =
      Pattern.compile(
          "\"is\":\"(reserved|dispatched|settled|released)\",\"run\":\"([^\"]+)\""
              + ".*?\"turn\":([0-9]+)");
  private static final Pattern COUNT = Pattern.compile("\"(?:input|output)\":([0-9]+)");
  private final List<RaceEvent> events;
  private final long cap;

  /** The places of all calls that have one, by what they are and for which attempt. */
  private final Map<String, Integer> places = new HashMap<>();

  /** What was used behind each place; the first is the empty log. */
  private final List<Long> used = new ArrayList<>(List.of(0L));

  private RaceHistory(List<RaceEvent> events, long cap) {
    this.events = events;
    this.cap = cap;
  }

  /**
   * Checks a history.
   *
   * @return what is wrong, nothing if it could have been one call after the other
   */
  static List<String> faults(Path log, List<RaceEvent> events, long cap) throws IOException {
    RaceHistory history = new RaceHistory(events, cap);
    history.readLog(log);
    List<String> faults = new ArrayList<>();
    history.checkCap(faults);
    history.checkOrder(faults);
    return faults;
  }

  private void readLog(Path log) throws IOException {
    for (String line : Files.readAllLines(log)) {
      Matcher record = RECORD.matcher(line);
      if (record.find()) {
        String is = record.group(1);
        places.put(is + " " + record.group(2) + "/" + record.group(3), used.size());
        long change =
            switch (is) {
              case "reserved" -> RaceWorker.TOKENS;
              case "released" -> -RaceWorker.TOKENS;
              case "settled" -> usage(line) - RaceWorker.TOKENS;
              default -> 0;
            };
        used.add(used.get(used.size() - 1) + change);
      }
    }
  }

  private static long usage(String line) {
    Matcher count = COUNT.matcher(line);
    long sum = 0;
    while (count.find()) {
      sum += Long.parseLong(count.group(1));
    }
    return sum;
  }

  private void checkCap(List<String> faults) {
    for (int place = 0; place < used.size(); place++) {
      if (used.get(place) > cap) {
        faults.add(used.get(place) + " of " + cap + " tokens are used at place " + place);
      }
    }
    for (RaceEvent event : events) {
      if (!event.isDenied() && !places.containsKey(key(event))) {
        faults.add(event + " was answered and is not in the log");
      }
    }
    long told = events.stream().filter(event -> !event.isDenied()).count();
    if (told != places.size()) {
      faults.add(places.size() + " calls are in the log, " + told + " were answered");
    }
  }

  private void checkOrder(List<String> faults) {
    RaceEvent[] byAnswer = sorted((a, b) -> Long.compare(a.answered(), b.answered()));
    RaceEvent[] byStart = sorted((a, b) -> Long.compare(a.invoked(), b.invoked()));
    Map<RaceEvent, Integer> ends = ends(byStart, byAnswer);
    // The earliest place that is right for each is best for all that come after it.
    Map<RaceEvent, Integer> chosen = new HashMap<>();
    int answered = 0;
    int latest = 0;
    for (RaceEvent event : byStart) {
      for (; byAnswer[answered].answered() < event.invoked(); answered++) {
        latest = Math.max(latest, chosen.get(byAnswer[answered]));
      }
      int place = event.isDenied() ? rightFor(event, latest, ends.get(event)) : place(event);
      if (place < latest) {
        faults.add(event + " is right at no place behind " + latest + ", answered before it");
      }
      chosen.put(event, Math.max(place, latest));
    }
  }

  /** The first place of all that were invoked when a call had been answered. */
  private Map<RaceEvent, Integer> ends(RaceEvent[] byStart, RaceEvent[] byAnswer) {
    Map<RaceEvent, Integer> ends = new HashMap<>();
    int invoked = byStart.length - 1;
    int first = used.size();
    for (int i = byAnswer.length - 1; i >= 0; i--) {
      for (; byStart[invoked].invoked() > byAnswer[i].answered(); invoked--) {
        first = byStart[invoked].isDenied() ? first : Math.min(first, place(byStart[invoked]));
      }
      ends.put(byAnswer[i], first);
    }
    return ends;
  }

  /** The first place at which a refusal was right; -1 if there is none. */
  private int rightFor(RaceEvent denied, int from, int end) {
    for (int place = from; place < end; place++) {
      if (cap - used.get(place) == denied.left() && denied.left() < RaceWorker.TOKENS) {
        return place;
      }
    }
    return -1;
  }

  private int place(RaceEvent event) {
    return places.getOrDefault(key(event), 0);
  }

  private RaceEvent[] sorted(Comparator<RaceEvent> order) {
    RaceEvent[] all = events.toArray(RaceEvent[]::new);
    Arrays.sort(all, order);
    return all;
  }

  private static String key(RaceEvent event) {
    return event.is() + " " + event.attempt();
  }
}
