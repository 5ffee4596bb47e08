package dev.nightshift.git.internal.objects;

import java.io.File;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.eclipse.jgit.util.time.MonotonicClock;
import org.jspecify.annotations.Nullable;

/**
 * Hides the user's and the system's git configuration and all {@code GIT_*} variables from the
 * {@linkplain Uninterrupted steps} of this library, and from these only: the program around it may
 * use JGit too, and keeps what it had. JGit reads configuration not only when it opens a
 * repository, so a thread is hermetic for as long as it runs a step. To find the system's
 * configuration JGit would run git; asked for none, it does not.
 */
final class HermeticReader extends SystemReader.Delegate {
  // JGit asks for the resolution of a file system's clock on a pooled thread, and measures it for
  // about three seconds, with probe files in the repository, unless it is configured.
  private static final String CLOCK_PROBE = "org.eclipse.jgit.util.FS$FileStoreAttributes";
  private static final Duration COARSEST_CLOCK = Duration.ofSeconds(2);
  private final SystemReader host;

  private HermeticReader(SystemReader host) {
    super(host);
    this.host = host;
    setPlatformChecker();
  }

  /** Takes the place of the reader of this JVM, which the program may have changed since. */
  static synchronized void install() {
    SystemReader current = SystemReader.getInstance();
    if (!(current instanceof HermeticReader)) {
      SystemReader.setInstance(new HermeticReader(current));
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    return Uninterrupted.isStep() && variable.toUpperCase(Locale.ROOT).startsWith("GIT_")
        ? null
        : host.getenv(variable);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return Uninterrupted.isStep() ? new Empty(parent, fs) : host.openUserConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return Uninterrupted.isStep() ? new Empty(parent, fs) : host.openSystemConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return Uninterrupted.isStep() ? new Empty(parent, fs) : host.openJGitConfig(parent, fs);
  }

  @Override
  public StoredConfig getUserConfig()
      throws org.eclipse.jgit.errors.ConfigInvalidException, java.io.IOException {
    return Uninterrupted.isStep() || isClockProbe()
        ? new Empty(null, FS.DETECTED)
        : host.getUserConfig();
  }

  @Override
  public StoredConfig getSystemConfig()
      throws org.eclipse.jgit.errors.ConfigInvalidException, java.io.IOException {
    return Uninterrupted.isStep() ? new Empty(null, FS.DETECTED) : host.getSystemConfig();
  }

  @Override
  public StoredConfig getJGitConfig()
      throws org.eclipse.jgit.errors.ConfigInvalidException, java.io.IOException {
    return Uninterrupted.isStep() ? new Empty(null, FS.DETECTED) : host.getJGitConfig();
  }

  @Override
  public MonotonicClock getClock() {
    return host.getClock();
  }

  @Override
  public Locale getLocale() {
    return host.getLocale();
  }

  private static boolean isClockProbe() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(CLOCK_PROBE)));
  }

  /** A configuration without a file behind it. */
  private static final class Empty extends FileBasedConfig {
    Empty(@Nullable Config parent, FS fs) {
      super(parent, new File("none"), fs);
    }

    @Override
    public void load() {
      clear();
    }

    @Override
    public void save() {
      // Nothing is kept.
    }

    @Override
    public long getTimeUnit(
        String section, @Nullable String subsection, String name, long standard, TimeUnit unit) {
      return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
          ? unit.convert(COARSEST_CLOCK)
          : super.getTimeUnit(section, subsection, name, standard, unit);
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
