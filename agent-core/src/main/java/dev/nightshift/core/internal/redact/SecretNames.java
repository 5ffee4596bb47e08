package dev.nightshift.core.internal.redact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of what is secret, in any case and with any separators: {@code apiKey}, {@code API_KEY},
 * {@code my.api-key} and {@code API key} are one.
 */
final class SecretNames {
  private static final int LONGEST = 48;
  private static final int MOST_WORDS = 6;

  /** Whatever such a name is given is secret, wherever in a word it ends. */
  private static final List<String> SURE =
      List.of(
          "password passwd passwort kennwort passphrase passcode secret credential mnemonic",
          "seedphrase recoveryphrase storepass keypass dbpass userpass rootpass adminpass",
          "apikey appkey accesskey privatekey secretkey accountkey sharedkey masterkey authkey",
          "encryptionkey decryptionkey signingkey storagekey subscriptionkey servicekey sshkey",
          "deploykey licensekey hmackey aeskey jwtkey rsakey sessionkey clientkey cryptkey",
          "accesstoken refreshtoken authtoken apitoken bearertoken idtoken sessiontoken",
          "securitytoken bottoken oauthtoken identifiedby privkey sshpass pgpass apipass smtppass");

  /** Only as a word of their own. */
  private static final Set<String> SURE_WORDS =
      Set.of("pwd", "psk", "pswd", "passw", "passphrases");

  /** What is given to such a name is secret if it looks like that. */
  private static final List<String> LIKELY = List.of("token tokens");

  private static final Set<String> LIKELY_WORDS =
      Set.of("pass", "pw", "pin", "auth", "otp", "passkey", "salt", "sas");

  /** Tokens of these kinds are secrets also if they are several. */
  private static final Set<String> KINDS_OF_TOKENS = Set.of("access", "api", "auth", "refresh");

  /** May follow the word that counts. */
  private static final Set<String> AFTER =
      Set.of(
          ("value val prod production dev development stage staging test testing live base old new"
                  + " current previous default string str text plain raw data encoded decoded b64"
                  + " base64 primary secondary admin root main")
              .split(" ", -1));

  /** One of these is in each of the names above. */
  private static final List<String> PARTS =
      List.of(
          ("key pass token secret auth phrase credential pw psk pswd pin otp sas salt mnemonic"
                  + " kennwort identifiedby")
              .split(" ", -1));

  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]");
  private static final Set<String> SURE_ENDS = words(SURE);
  private static final Set<String> LIKELY_ENDS = words(LIKELY);
  private static final int SHORTEST_END = 5;

  private SecretNames() {}

  private static Set<String> words(List<String> rows) {
    return Set.of(String.join(" ", rows).split(" ", -1));
  }

  /** Returns what is meant by the name that ends at a place of a text. */
  static Secrecy of(View view, int end) {
    int start = end;
    while (end - start < LONGEST && isOfName(view, start - 1, end)) {
      start--;
    }
    return of(view.part(start, end));
  }

  private static boolean isOfName(View view, int at, int end) {
    char letter = view.at(at);
    return Letters.isWord(letter)
        || letter == '.'
        || (letter == ' ' && at < end - 1 && Letters.isAlphanumeric(view.at(at - 1)));
  }

  /** Returns what is meant by a name. */
  static Secrecy of(String name) {
    return mayBeSecret(name) ? ofSuspect(name) : Secrecy.NONE;
  }

  /** Most names hold no part that each name of a secret has. */
  private static boolean mayBeSecret(String name) {
    char[] letters = new char[name.length()];
    int length = 0;
    for (int i = 0; i < name.length(); i++) {
      char letter = Character.toLowerCase(name.charAt(i));
      if (Letters.isAlphanumeric(letter)) {
        letters[length++] = letter;
      }
    }
    String joined = new String(letters, 0, length);
    for (String part : PARTS) {
      if (joined.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static Secrecy ofSuspect(String name) {
    List<String> words = split(name);
    int last = words.size();
    while (last > 1 && isAfter(words.get(last - 1))) {
      last--;
    }
    String joined = String.join("", words.subList(Math.max(0, last - MOST_WORDS), last));
    String word = last == 0 ? "" : words.get(last - 1);
    if (SURE_WORDS.contains(word) || endsWith(joined, SURE_ENDS)) {
      return isPhrase(joined) ? Secrecy.PHRASE : Secrecy.SURE;
    }
    boolean isLikely = endsWith(joined, LIKELY_ENDS) && isOne(words, last, word);
    return isLikely || LIKELY_WORDS.contains(word) ? Secrecy.LIKELY : Secrecy.NONE;
  }

  /** Tells whether a text is nothing but such a name. */
  static boolean isPlain(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    String joined = String.join("", split(text));
    String word = joined.startsWith("x") && text.indexOf('-') > 0 ? joined.substring(1) : joined;
    return SURE_ENDS.contains(word)
        || SURE_WORDS.contains(word)
        || LIKELY_ENDS.contains(word)
        || LIKELY_WORDS.contains(word);
  }

  /** Several tokens are counted, unless it is said of which kind they are. */
  private static boolean isOne(List<String> words, int last, String word) {
    return !word.equals("tokens") || (last > 1 && KINDS_OF_TOKENS.contains(words.get(last - 2)));
  }

  private static boolean isAfter(String word) {
    return AFTER.contains(word) || word.chars().allMatch(Character::isDigit);
  }

  private static boolean isPhrase(String joined) {
    return joined.contains("phrase") || joined.endsWith("mnemonic");
  }

  private static boolean endsWith(String joined, Set<String> ends) {
    String one = joined.endsWith("s") ? joined.substring(0, joined.length() - 1) : joined;
    for (int from = 0; from <= joined.length() - SHORTEST_END; from++) {
      if (ends.contains(joined.substring(from)) || ends.contains(one.substring(from))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the words of a name in lower case: {@code XMLPassword2} has three. */
  private static List<String> split(String name) {
    List<String> words = new ArrayList<>();
    int end = name.length();
    for (int at = name.length(); at >= 0; at--) {
      if (at == 0 || isBorder(name, at)) {
        String word = name.substring(at, end).toLowerCase(Locale.ROOT);
        String letters = OTHERS.matcher(word).replaceAll("");
        if (!letters.isEmpty()) {
          words.add(letters);
        }
        end = at;
      }
    }
    Collections.reverse(words);
    return words;
  }

  private static boolean isBorder(String name, int at) {
    if (at >= name.length()) {
      return false;
    }
    char before = name.charAt(at - 1);
    char here = name.charAt(at);
    boolean isHump =
        Letters.isCapital(here)
            && (!Letters.isCapital(before)
                || (at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1))));
    boolean isNumber = Letters.isDigit(here) && Letters.isLetter(before);
    return !Letters.isAlphanumeric(before) || isHump || isNumber;
  }

  /** How sure it is that a name is one of a secret. */
  enum Secrecy {
    /** It is none. */
    NONE,
    /** It is one if its value looks like it. */
    LIKELY,
    /** It is one. */
    SURE,
    /** It is one, and may be of several words. */
    PHRASE
  }
}
