package dev.nightshift.benchmarks;

import java.util.List;
import java.util.Locale;

/** The median of some values, their smallest and their largest. */
record Spread(double median, double least, double most) {
  static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int last = sorted.size() - 1;
    double median = (sorted.get(last / 2) + sorted.get(last - last / 2)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(last));
  }

  /** As `median [least-most]`. */
  String shown(int decimals) {
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT, number + " [" + number + "-" + number + "]", median, least, most);
  }
}
