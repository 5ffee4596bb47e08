package dev.nightshift.models;

/** What a table of others has a rate for, in the words of a complaint. */
enum ForeignRate {
  INPUT("input"),
  OUTPUT("output"),
  /** Billed as output by this library's providers; stated apart by tables of others. */
  REASONING("reasoning"),
  CACHE_READ("cache reads"),
  /** A second name for {@link #CACHE_READ} that some rows have. */
  CACHE_HIT("cache hits"),
  CACHE_WRITE("cache writes"),
  CACHE_WRITE_FOR_AN_HOUR("cache writes for an hour");

  private final String words;

  ForeignRate(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
