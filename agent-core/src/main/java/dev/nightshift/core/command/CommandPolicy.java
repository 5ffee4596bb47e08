package dev.nightshift.core.command;

import dev.nightshift.core.base.Require;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What commands of a run may reach: sandbox, network, caches and environment. Immutable. */
public final class CommandPolicy {
  private final SandboxMode sandboxMode;
  private final @Nullable Sandbox sandbox;
  private final boolean network;
  private final List<Path> caches;
  private final Map<String, String> environment;

  private CommandPolicy(Builder builder) {
    this.sandboxMode = builder.sandboxMode;
    this.sandbox = builder.sandbox;
    this.network = builder.network;
    this.caches = List.copyOf(builder.caches);
    this.environment = Map.copyOf(builder.environment);
  }

  /**
   * Returns the default: a sandbox if one works, no network, the local Maven repository as
   * read-only cache.
   *
   * @return the standard policy
   */
  public static CommandPolicy standard() {
    return builder().build();
  }

  /**
   * Starts a policy at the values of {@link #standard}.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts at the values of this policy.
   *
   * @return a builder, not safe for concurrent use
   */
  public Builder toBuilder() {
    Builder builder = builder().sandboxMode(sandboxMode).network(network).caches(caches);
    builder.sandbox = sandbox;
    builder.environment.putAll(environment);
    return builder;
  }

  /**
   * Returns how much a sandbox is insisted on.
   *
   * @return the mode
   */
  public SandboxMode sandboxMode() {
    return sandboxMode;
  }

  /**
   * Returns the sandbox that replaces the choice by mode.
   *
   * @return the sandbox given to the builder, empty if the mode decides
   */
  public Optional<Sandbox> sandbox() {
    return Optional.ofNullable(sandbox);
  }

  /**
   * Tells whether commands may use the network.
   *
   * @return true if they may; without a sandbox this cannot be kept
   */
  public boolean isNetworkAllowed() {
    return network;
  }

  /**
   * Returns directories commands may read as caches.
   *
   * @return absolute paths; those that do not exist are left out when a command runs
   */
  public List<Path> caches() {
    return caches;
  }

  /**
   * Returns variables set for every command on top of the allowed ones.
   *
   * @return the variables
   */
  public Map<String, String> environment() {
    return environment;
  }

  /** Collects the parts of a policy. Not safe for concurrent use. */
  public static final class Builder {
    private SandboxMode sandboxMode = SandboxMode.PREFERRED;
    private @Nullable Sandbox sandbox;
    private boolean network;
    private List<Path> caches =
        List.of(Path.of(System.getProperty("user.home"), ".m2", "repository"));
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Sets how much a sandbox is insisted on.
     *
     * @param sandboxMode default {@link SandboxMode#PREFERRED}
     * @return this builder
     */
    public Builder sandboxMode(SandboxMode sandboxMode) {
      this.sandboxMode = Require.nonNull(sandboxMode, "sandboxMode");
      return this;
    }

    /**
     * Sets a sandbox of the caller's own, which replaces the choice by {@link #sandboxMode}: it is
     * used as it is, without a check that it works here, and reports show its {@link Sandbox#name}.
     *
     * @param sandbox how commands are confined; default chosen by the mode
     * @return this builder
     */
    public Builder sandbox(Sandbox sandbox) {
      this.sandbox = Require.nonNull(sandbox, "sandbox");
      return this;
    }

    /**
     * Allows or forbids the network.
     *
     * @param network default false
     * @return this builder
     */
    public Builder network(boolean network) {
      this.network = network;
      return this;
    }

    /**
     * Sets the read-only caches, replacing the default.
     *
     * @param caches absolute paths; default the local Maven repository
     * @return this builder
     */
    public Builder caches(List<Path> caches) {
      this.caches = Require.elements(caches, "caches");
      return this;
    }

    /**
     * Adds a variable for every command. {@code HOME} is refused, because the home of commands is
     * private to each run and a JVM would not know of another.
     *
     * @param name the variable, not empty, without {@code =} or NUL
     * @param value its value, without NUL
     * @return this builder
     */
    public Builder environment(String name, String value) {
      Require.nonNull(name, "name");
      Require.nonNull(value, "value");
      CommandEnvironment.requireSettable(name, value);
      environment.put(name, value);
      return this;
    }

    /**
     * Makes the policy.
     *
     * @return an immutable policy
     */
    public CommandPolicy build() {
      return new CommandPolicy(this);
    }
  }
}
