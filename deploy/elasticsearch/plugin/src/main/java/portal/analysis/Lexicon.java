package portal.analysis;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * An immutable set of words with their log probabilities, walked by prefix.
 *
 * <p>The words stand sorted, end to end, in one array, so that the 350,000 words of the general dictionary take
 * a few megabytes: a walk narrows the range of words that share the prefix, character by character.
 */
final class Lexicon {
    /** Receives each word found: it is {@code text[from, to)}. */
    interface Visitor {
        void word(int to, float weight);
    }

    private final char[] chars;
    private final int[] starts;
    private final float[] weights;
    private final int[] firstWith;

    Lexicon(Map<String, Float> words) {
        var sorted = new TreeMap<>(words);
        int count = sorted.size();
        starts = new int[count + 1];
        weights = new float[count];
        firstWith = new int[Character.MAX_VALUE + 2];
        Arrays.fill(firstWith, count);
        var joined = new StringBuilder();
        int word = 0;
        for (var entry : sorted.entrySet()) {
            char first = entry.getKey().charAt(0);
            firstWith[first] = Math.min(firstWith[first], word);
            starts[word] = joined.length();
            weights[word++] = entry.getValue();
            joined.append(entry.getKey());
        }
        starts[count] = joined.length();
        for (int c = Character.MAX_VALUE; c >= 0; c--) {
            firstWith[c] = Math.min(firstWith[c], firstWith[c + 1]);
        }
        chars = joined.toString().toCharArray();
    }

    int size() {
        return weights.length;
    }

    /** Visits every word that begins at {@code from} and ends by {@code end}, the shortest first. */
    void walk(char[] text, int from, int end, Visitor visitor) {
        int low = firstWith[text[from]];
        int high = firstWith[text[from] + 1];
        for (int length = 1; low < high; length++) {
            if (starts[low + 1] - starts[low] == length) {
                visitor.word(from + length, weights[low]);
                low++;
            }
            if (from + length == end) {
                return;
            }
            char next = text[from + length];
            low = firstNotBelow(low, high, length, next);
            high = firstNotBelow(low, high, length, next + 1);
        }
    }

    /** The first of the words [low, high) whose character at {@code depth} is not below {@code c}. */
    private int firstNotBelow(int low, int high, int depth, int c) {
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chars[starts[middle] + depth] < c) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
