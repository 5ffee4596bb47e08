package dev.nightshift.core.command;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.base.WorkspaceException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The sandboxes there are, and the choice between them. */
final class Sandboxes {
  static final Sandbox NONE = new Unconfined();
  static final Sandbox BUBBLEWRAP = new BubblewrapSandbox(tools(), BubblewrapProbe::refusesNesting);

  private Sandboxes() {}

  static ToolLocations tools() {
    return new ToolLocations(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static SandboxChoice select(SandboxMode mode) {
    return select(mode, BubblewrapProbe::fault);
  }

  /** Chooses given what, if anything, is wrong with bubblewrap. */
  static SandboxChoice select(SandboxMode mode, Supplier<Optional<String>> probe) {
    if (mode == SandboxMode.OFF) {
      return new SandboxChoice(NONE, "switched off");
    }
    Optional<String> fault = probe.get();
    if (fault.isEmpty()) {
      return new SandboxChoice(BUBBLEWRAP, "");
    }
    if (mode == SandboxMode.REQUIRED) {
      throw new WorkspaceException(
          Kind.UNSUPPORTED,
          "a sandbox is required, but "
              + fault.get()
              + "; install bubblewrap (Debian: apt-get install bubblewrap) and allow user"
              + " namespaces, or accept commands with your own rights with --sandbox preferred"
              + " (SandboxMode.PREFERRED)");
    }
    return new SandboxChoice(NONE, fault.get());
  }

  private static final class Unconfined implements Sandbox {
    @Override
    public String name() {
      return "none";
    }

    @Override
    public List<String> confine(List<String> argv, SandboxPolicy policy) {
      return List.copyOf(argv);
    }
  }
}
