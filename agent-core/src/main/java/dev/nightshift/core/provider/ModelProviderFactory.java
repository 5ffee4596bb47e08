package dev.nightshift.core.provider;

import java.util.Map;

/**
 * Makes the provider behind a name, so that {@code NAME:MODEL} can be written without knowing its
 * class: the SPI that a library with a provider implements.
 *
 * <p>It is found by {@link java.util.ServiceLoader}: a module says {@code provides
 * dev.nightshift.core.provider.ModelProviderFactory with ..}, a jar on the class path names the
 * class in {@code META-INF/services}. It needs a public constructor without parameters, which does
 * nothing. <b>Caller:</b> {@link ModelProviders}, when a program asks for a spelling.
 */
public interface ModelProviderFactory {
  /**
   * Returns the name before the colon, which is the {@link ModelProvider#name} of what it makes.
   *
   * @return a short lower-case word, such as {@code anthropic}; no other factory may have it
   */
  String name();

  /**
   * Tells whether a spelling names the server, as {@code NAME:URL#MODEL}.
   *
   * @return true if each has to, false if none may; by default none may
   */
  default boolean isAtUrl() {
    return false;
  }

  /**
   * Makes a provider. Keys and whatever else it needs come from the environment it is given, not
   * from that of the process.
   *
   * @param spelling one of the models it is going to serve; it serves all others of the same name
   *     and URL too, under their {@link ModelSpelling#id}
   * @param environment the environment variables
   * @return a provider
   * @throws IllegalStateException if something is missing; says what to set. A key that the
   *     environment lacks is a {@link MissingKeyException}
   * @throws IllegalArgumentException if a variable cannot be used; names it and shows no key
   */
  ModelProvider create(ModelSpelling spelling, Map<String, String> environment);
}
