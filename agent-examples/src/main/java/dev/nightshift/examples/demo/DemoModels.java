package dev.nightshift.examples.demo;

import dev.nightshift.core.task.Task;
import dev.nightshift.examples.script.ScriptPlayer;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.testing.ScriptedModelServer;

/** The scripted models of the demo: a server on this computer, called through the real provider. */
public final class DemoModels implements AutoCloseable {
  /** Who writes the change. */
  public static final String IMPLEMENTER = "claude-opus-5-5";

  /** Who judges it. */
  public static final String REVIEWER = "claude-haiku-5-5";

  private final ScriptPlayer player;
  private final ScriptedModelServer server;

  private DemoModels(ScriptPlayer player, ScriptedModelServer server) {
    this.player = player;
    this.server = server;
  }

  /**
   * Starts the models.
   *
   * @param task the task of {@link DemoProject}
   * @return running models
   */
  public static DemoModels start(Task task) {
    int criteria = task.acceptance().size();
    ScriptPlayer player =
        new ScriptPlayer()
            .add(IMPLEMENTER, DemoScript.firstRound())
            .add(REVIEWER, DemoScript.request(criteria))
            .add(IMPLEMENTER, DemoScript.revision())
            .add(REVIEWER, DemoScript.approval(criteria));
    return new DemoModels(
        player, ScriptedModelServer.builder().model(player).simulateCaching().start());
  }

  /**
   * Returns the provider that talks to them.
   *
   * @return the provider
   */
  public AnthropicProvider provider() {
    return AnthropicProvider.builder().apiKey("scripted").baseUrl(server.baseUrl()).build();
  }

  /**
   * Tells whether the run went as the script foresees.
   *
   * @return true if every answer was asked for and no other
   */
  public boolean isPlayedToItsEnd() {
    return player.unused() == 0 && server.failures().isEmpty();
  }

  @Override
  public void close() {
    server.close();
  }
}
