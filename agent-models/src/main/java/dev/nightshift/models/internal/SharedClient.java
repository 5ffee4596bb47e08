package dev.nightshift.models.internal;

import dev.nightshift.core.base.TimeSource;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of all providers with the same settings, so that a provider has nothing to close:
 * a client costs a thread, and before Java 21 nobody can close one.
 *
 * <p>A client is used for new calls for 50 seconds only, so that no call is sent on a connection
 * that was idle for longer. Gateways and NATs drop those after a minute or more without a word, and
 * a call sent into the void costs its whole wait and bound. Of a client that was put away, Java 17
 * keeps idle connections and one thread until the server closes them, 20 minutes at most.
 *
 * <p>No pool of threads comes with it: what a call does in between is done by the thread that makes
 * the call or by the client's own, neither of which anything here blocks. The client's standard
 * pool has a thread for each call that something happens to, 188 with 100 agents.
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
public final class SharedClient {
  private static final long LONGEST_USE = Duration.ofSeconds(50).toNanos();

  /** Guarded by itself. */
  private static final Map<Settings, WeakReference<SharedClient>> SHARED = new HashMap<>();

  private final Settings settings;
  private final AtomicReference<@Nullable Use> use = new AtomicReference<>();

  private SharedClient(Settings settings) {
    this.settings = settings;
  }

  /** Returns the one of these settings; gone when nobody holds it any more. */
  public static SharedClient of(Duration connectTimeout, TimeSource time) {
    Settings settings = new Settings(connectTimeout, time);
    synchronized (SHARED) {
      SHARED.values().removeIf(shared -> shared.get() == null);
      WeakReference<SharedClient> known = SHARED.get(settings);
      SharedClient shared = known == null ? null : known.get();
      if (shared == null) {
        shared = new SharedClient(settings);
        SHARED.put(settings, new WeakReference<>(shared));
      }
      return shared;
    }
  }

  /** Returns the client for a call that starts now. */
  public HttpClient current() {
    while (true) {
      Use latest = use.get();
      long now = settings.time.nanoTime();
      if (latest != null && now - latest.since < LONGEST_USE) {
        return latest.client;
      }
      Use fresh = new Use(settings.client(), now);
      if (use.compareAndSet(latest, fresh)) {
        return fresh.client;
      }
    }
  }

  /**
   * Puts a client away one of whose connections was dead, since its other ones may be dead too; the
   * next call gets a fresh connection.
   */
  public void putAway(HttpClient client) {
    Use latest = use.get();
    if (latest != null && latest.client == client) {
      use.compareAndSet(latest, null);
    }
  }

  private record Use(HttpClient client, long since) {}

  private record Settings(Duration connectTimeout, TimeSource time) {
    HttpClient client() {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(connectTimeout)
          .executor(Signals::together)
          .build();
    }
  }
}
