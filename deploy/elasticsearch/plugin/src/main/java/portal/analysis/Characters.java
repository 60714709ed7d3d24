package portal.analysis;

import java.util.regex.Pattern;

/** How text is read: one character in, one character out, so that offsets stay those of the text as written. */
final class Characters {
    /**
     * What counts as a term: a run of Chinese characters (group 1, cut further into words), or a term of letters
     * and digits that keeps the marks which make its meaning: {@code .net}, {@code c#}, {@code c++},
     * {@code node.js}, {@code 5g}, {@code 1.5}.
     */
    static final Pattern TERM = Pattern.compile(
            "([\\p{IsHan}〇]+)"
                    + "|\\.net(?![a-z0-9])"
                    + "|(?<![a-z0-9])[a-z]#(?![a-z0-9])"
                    + "|(?<![a-z0-9])[a-z]+\\+\\+"
                    + "|[a-z][a-z0-9]*\\.(?:js|net)(?![a-z0-9])"
                    + "|[0-9]+\\.[0-9]+"
                    + "|[\\p{L}\\p{N}&&[^\\p{IsHan}]]+");

    private static final int FULL_WIDTH_FIRST = 0xFF01;
    private static final int FULL_WIDTH_LAST = 0xFF5E;
    private static final int FULL_WIDTH_SHIFT = 0xFEE0;
    private static final char IDEOGRAPHIC_SPACE = 0x3000;

    private Characters() {}

    /** The text in lower case with full-width letters, digits and marks made ordinary. */
    static char[] fold(String text) {
        char[] folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            char c = folded[i];
            if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
                c -= FULL_WIDTH_SHIFT;
            } else if (c == IDEOGRAPHIC_SPACE) {
                c = ' ';
            }
            folded[i] = Character.toLowerCase(c);
        }
        return folded;
    }
}
