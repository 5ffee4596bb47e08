package dev.nightshift.core.provider;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The providers that models are found at by their spelling, from the {@link ModelProviderFactory
 * factories} of all libraries of the program.
 *
 * <pre>{@code
 * Nightshift.builder(workspaces)
 *     .provider(ModelProviders.of("anthropic:claude-opus-5-5"))
 * }</pre>
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Cost:</b> looks for factories anew each time.
 */
public final class ModelProviders {
  private final Map<String, ModelProviderFactory> factories = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();

  private ModelProviders(Iterator<ModelProviderFactory> found) {
    while (hasNext(found)) {
      add(found);
    }
  }

  /**
   * Returns the provider of one model, with keys from the environment variables.
   *
   * @param spelling {@code NAME:MODEL} or {@code NAME:URL#MODEL}
   * @return a new provider, to be given to {@code NightshiftBuilder.provider(..)}
   * @throws IllegalArgumentException if the spelling is malformed or its name is nobody's; lists
   *     the names there are
   * @throws IllegalStateException if the provider lacks something; a {@link MissingKeyException} if
   *     that is a key in the environment
   */
  public static ModelProvider of(String spelling) {
    return of(spelling, System.getenv());
  }

  /**
   * Returns the provider of one model, with keys from a map.
   *
   * @param spelling {@code NAME:MODEL} or {@code NAME:URL#MODEL}
   * @param environment what to take for the environment variables
   * @return a new provider
   * @throws IllegalArgumentException if the spelling is malformed, its name is nobody's, or a
   *     variable cannot be used
   * @throws IllegalStateException if the provider lacks something; a {@link MissingKeyException} if
   *     that is a key in the environment
   */
  public static ModelProvider of(String spelling, Map<String, String> environment) {
    Require.nonNull(spelling, "spelling");
    Require.entries(environment, "environment");
    return discovered().create(ModelSpelling.parse(spelling), environment);
  }

  /**
   * Returns the names of all providers that can be spelled.
   *
   * @return in alphabetical order
   */
  public static SortedSet<String> names() {
    return new TreeSet<>(discovered().factories.keySet());
  }

  private static ModelProviders discovered() {
    return new ModelProviders(ServiceLoader.load(ModelProviderFactory.class).iterator());
  }

  /** What would be discovered if these were all the factories there are. */
  static ModelProviders from(Iterator<ModelProviderFactory> found) {
    return new ModelProviders(found);
  }

  ModelProvider create(ModelSpelling spelling, Map<String, String> environment) {
    ModelProviderFactory factory = factories.get(spelling.provider());
    if (factory == null) {
      throw new IllegalArgumentException(
          "no provider is known for model '"
              + VisibleText.name(spelling.toString())
              + "'; known are "
              + factories.values().stream().map(ModelProviders::grammar).toList()
              + (broken.isEmpty() ? "" : ", and these could not be loaded: " + broken)
              + "; add the library of another to the program");
    }
    if (factory.isAtUrl() == spelling.baseUrl().isEmpty()) {
      throw new IllegalArgumentException(
          "model '"
              + VisibleText.name(spelling.toString())
              + "' must be written "
              + grammar(factory));
    }
    ModelProvider provider =
        Require.returned(
            factory.create(spelling, environment), "create() of " + factory.getClass().getName());
    if (!spelling.provider().equals(provider.name())) {
      throw new IllegalArgumentException(
          "the provider that "
              + factory.getClass().getName()
              + " made for '"
              + VisibleText.name(spelling.toString())
              + "' calls itself '"
              + VisibleText.name(provider.name())
              + "'; let its name() be that of its factory");
    }
    return provider;
  }

  private static String grammar(ModelProviderFactory factory) {
    return factory.name() + (factory.isAtUrl() ? ":URL#MODEL" : ":MODEL");
  }

  /** What one library does wrong is no reason not to find another. */
  private boolean hasNext(Iterator<ModelProviderFactory> found) {
    while (true) {
      try {
        return found.hasNext();
      } catch (ServiceConfigurationError unreadable) {
        broken.add(String.valueOf(unreadable.getMessage()));
      }
    }
  }

  private void add(Iterator<ModelProviderFactory> found) {
    try {
      ModelProviderFactory factory = found.next();
      String name = Require.returned(factory.name(), "name() of " + factory.getClass().getName());
      ModelProviderFactory other = factories.putIfAbsent(name, factory);
      if (other != null && other.getClass() != factory.getClass()) {
        throw new IllegalStateException(
            "two libraries provide the models of '"
                + VisibleText.name(name)
                + "': "
                + other.getClass().getName()
                + " and "
                + factory.getClass().getName()
                + "; leave one of them out of the program");
      }
    } catch (ServiceConfigurationError | NoSuchElementException notLoaded) {
      broken.add(String.valueOf(notLoaded.getMessage()));
    }
  }
}
