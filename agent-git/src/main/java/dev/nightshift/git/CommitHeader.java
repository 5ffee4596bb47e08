package dev.nightshift.git;

import dev.nightshift.core.base.Require;
import dev.nightshift.git.internal.objects.SingleCommit;
import java.time.Instant;

/**
 * All that a commit with one parent says beside its files.
 *
 * @param parent 40 hexadecimal digits
 * @param author who made the change
 * @param committer who made the commit
 * @param message the whole message, with its trailers
 */
public record CommitHeader(String parent, Person author, Person committer, String message) {
  /** Refuses nulls. */
  public CommitHeader {
    Require.nonNull(parent, "parent");
    Require.nonNull(author, "author");
    Require.nonNull(committer, "committer");
    Require.nonNull(message, "message");
  }

  static CommitHeader of(SingleCommit commit) {
    return new CommitHeader(
        commit.parent(),
        Person.of(commit.author()),
        Person.of(commit.committer()),
        commit.message());
  }

  SingleCommit commit() {
    return new SingleCommit(parent, author.person(), committer.person(), message);
  }

  /**
   * Somebody at some time.
   *
   * @param name a name
   * @param email an address, without the brackets
   * @param time when; git keeps whole seconds
   * @param offsetMinutes how far the clock there was ahead of UTC, -1,439 to 1,439 minutes
   */
  public record Person(String name, String email, Instant time, int offsetMinutes) {
    /** Refuses nulls. */
    public Person {
      Require.nonNull(name, "name");
      Require.nonNull(email, "email");
      Require.nonNull(time, "time");
    }

    private static Person of(SingleCommit.Person person) {
      return new Person(person.name(), person.email(), person.time(), person.offsetMinutes());
    }

    private SingleCommit.Person person() {
      return new SingleCommit.Person(name, email, time, offsetMinutes);
    }
  }
}
