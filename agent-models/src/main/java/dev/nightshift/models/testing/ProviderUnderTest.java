package dev.nightshift.models.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.models.ConnectionSettings;

/**
 * A provider that is to keep {@link ModelProviderContract}, and the API it calls.
 *
 * @param name what it is called in a test report
 * @param speaker how its API is spoken
 * @param model a model of the provider that takes back what it thought
 * @param otherModel another one, which does not take back what the first one thought
 * @param connector makes the provider
 */
public record ProviderUnderTest(
    String name, WireSpeaker speaker, ModelId model, ModelId otherModel, Connector connector) {
  /** Refuses nulls. */
  public ProviderUnderTest {
    Require.nonNull(name, "name");
    Require.nonNull(speaker, "speaker");
    Require.nonNull(model, "model");
    Require.nonNull(otherModel, "otherModel");
    Require.nonNull(connector, "connector");
  }

  @Override
  public String toString() {
    return name;
  }

  /** Makes a provider for a server. */
  @FunctionalInterface
  public interface Connector {
    /**
     * Makes a provider; any key will do.
     *
     * @param baseUrl where the server is, without a path
     * @param settings how long to wait at each point of a call
     * @return a new provider
     */
    ModelProvider connect(String baseUrl, ConnectionSettings settings);
  }
}
