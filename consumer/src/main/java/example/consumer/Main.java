package example.consumer;

/** Uses the libraries as a stranger would; the argument names the path it must be running on. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    boolean named = Main.class.getModule().isNamed();
    if (named != arguments[0].equals("module-path")) {
      throw new IllegalStateException("not running on the " + arguments[0]);
    }
    System.out.println("consumer: runs on the " + arguments[0]);
  }
}
