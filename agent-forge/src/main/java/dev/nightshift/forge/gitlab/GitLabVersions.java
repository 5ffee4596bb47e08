package dev.nightshift.forge.gitlab;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.forge.internal.RestPages;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a merge request asked to be merged over time: GitLab makes a version of it for each push.
 *
 * @param all the oldest first
 */
record GitLabVersions(List<Version> all) {
  private static final int PER_PAGE = 100;

  /**
   * A version.
   *
   * @param from when it came to be
   * @param head the commit it asks to be merged
   */
  record Version(Instant from, String head) {}

  static GitLabVersions of(RestPages pages, String request) throws InterruptedException {
    List<Version> all = new ArrayList<>();
    pages.each(
        request + "/versions",
        "",
        PER_PAGE,
        version ->
            time(version, "created_at")
                .map(from -> new Version(from, version.text("head_commit_sha", "")))
                .ifPresent(all::add));
    all.sort(Comparator.comparing(Version::from));
    return new GitLabVersions(List.copyOf(all));
  }

  /** The version that was there at a time: the last one before it; empty if there was none. */
  Optional<Version> at(Instant time) {
    Optional<Version> there = Optional.empty();
    for (Version version : all) {
      there = version.from().isBefore(time) ? Optional.of(version) : there;
    }
    return there;
  }

  /** What was there at a time that an answer may lack; empty if that is not known. */
  String headAt(@Nullable Instant time) {
    return time == null ? "" : at(time).map(Version::head).orElse("");
  }

  /** When the newest version came to be; the beginning of time if there is none. */
  Instant newest() {
    return all.isEmpty() ? Instant.EPOCH : all.get(all.size() - 1).from();
  }

  /** A time of an answer; empty if it has none. */
  static Optional<Instant> time(JsonValue value, String member) {
    try {
      return Optional.of(OffsetDateTime.parse(value.text(member, "")).toInstant());
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
