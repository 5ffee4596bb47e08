package dev.nightshift.models.openai;

/**
 * How a server is spoken to.
 *
 * @param apiKey the key, empty if it wants none
 * @param keySource what to check when the key is refused
 * @param quirks in what it differs from others
 */
record ChatServer(String apiKey, String keySource, Quirks quirks) {
  @Override
  public String toString() {
    return "ChatServer[" + keySource + ", " + quirks + "]";
  }
}
