package quickstart;

import software.amazon.awscdk.App;

public final class QuickstartApp {
    public static void main(String[] args) {
        App app = new App();
        new QuickstartStack(app, "Quickstart", args[0]);
        app.synth();
    }
}
