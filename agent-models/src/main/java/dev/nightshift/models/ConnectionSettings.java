package dev.nightshift.models;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import java.time.Duration;

/**
 * How a provider connects: how long it waits at each point of a call, by what clock, and whether
 * its key may go over plain http. The deadline of the run comes on top and is never passed.
 *
 * @param connectTimeout how long to wait for a connection, more than zero
 * @param headersTimeout how long one attempt waits for the headers of its answer, connecting
 *     included, more than zero
 * @param silenceTimeout how long an answer may pause between two pieces, more than zero; pings and
 *     comments end a pause, but for {@link #keepAliveTimeout} only
 * @param time the clock that deadlines are compared with
 * @param isKeySentOverHttp whether a key is sent unencrypted to another computer; if not, a
 *     provider that would is refused
 */
public record ConnectionSettings(
    Duration connectTimeout,
    Duration headersTimeout,
    Duration silenceTimeout,
    TimeSource time,
    boolean isKeySentOverHttp) {
  /** So many times the longest pause an answer may be pings alone. */
  private static final int PAUSES = 5;

  private static final Duration LONGEST = Duration.ofDays(365);

  private static final ConnectionSettings STANDARD =
      new ConnectionSettings(
          Duration.ofSeconds(20),
          Duration.ofMinutes(3),
          Duration.ofMinutes(2),
          TimeSource.system(),
          false);

  /** Refuses nulls and times that are not more than zero. */
  public ConnectionSettings {
    Require.positive(connectTimeout, "connectTimeout");
    Require.positive(headersTimeout, "headersTimeout");
    Require.positive(silenceTimeout, "silenceTimeout");
    Require.nonNull(time, "time");
  }

  /**
   * Returns the settings of providers that are given none: 20 seconds to connect, 3 minutes to the
   * headers, 2 minutes of silence and so 10 of keep-alives alone, the clock of the system, no key
   * over plain http.
   *
   * @return the standard settings
   */
  public static ConnectionSettings standard() {
    return STANDARD;
  }

  /**
   * Returns how long the server may say nothing of its answer although it keeps the connection
   * alive, by comments, pings, or pieces with nothing in them: five times {@link #silenceTimeout}.
   * Those tell that the connection lives, not that an answer comes. A model that thinks without
   * showing it may send nothing else, so a wait of the length that the vendors' own libraries give
   * a whole answer, ten minutes, is the standard.
   *
   * @return more than zero
   */
  public Duration keepAliveTimeout() {
    if (silenceTimeout.compareTo(LONGEST) >= 0) {
      return LONGEST;
    }
    // Asked for each call; Duration.multipliedBy goes by BigDecimal.
    return Duration.ofSeconds(
        PAUSES * silenceTimeout.getSeconds(), (long) PAUSES * silenceTimeout.getNano());
  }

  /**
   * Returns these settings with another wait for a connection.
   *
   * @param connectTimeout more than zero
   * @return a copy
   */
  public ConnectionSettings withConnectTimeout(Duration connectTimeout) {
    return new ConnectionSettings(
        connectTimeout, headersTimeout, silenceTimeout, time, isKeySentOverHttp);
  }

  /**
   * Returns these settings with another wait for the headers of an answer.
   *
   * @param headersTimeout more than zero
   * @return a copy
   */
  public ConnectionSettings withHeadersTimeout(Duration headersTimeout) {
    return new ConnectionSettings(
        connectTimeout, headersTimeout, silenceTimeout, time, isKeySentOverHttp);
  }

  /**
   * Returns these settings with another longest pause within an answer; {@link #keepAliveTimeout}
   * is five times that.
   *
   * @param silenceTimeout more than zero
   * @return a copy
   */
  public ConnectionSettings withSilenceTimeout(Duration silenceTimeout) {
    return new ConnectionSettings(
        connectTimeout, headersTimeout, silenceTimeout, time, isKeySentOverHttp);
  }

  /**
   * Returns these settings with another clock.
   *
   * @param time what deadlines are compared with
   * @return a copy
   */
  public ConnectionSettings withTime(TimeSource time) {
    return new ConnectionSettings(
        connectTimeout, headersTimeout, silenceTimeout, time, isKeySentOverHttp);
  }

  /**
   * Returns these settings for a server that is spoken to unencrypted although it is another
   * computer. Whoever can listen on the way reads the key and all that is said.
   *
   * @return a copy
   */
  public ConnectionSettings withKeySentOverHttp() {
    return new ConnectionSettings(connectTimeout, headersTimeout, silenceTimeout, time, true);
  }
}
