package portal.analysis;

import java.util.Locale;
import org.apache.lucene.analysis.Tokenizer;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenizerFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.StringSetting;

@NamedComponent("portal_chinese")
public final class ChineseTokenizerFactory implements TokenizerFactory {
    @AnalysisSettings
    public interface Options {
        /** index, search, parts, pairs or whole: see {@link ChineseTokenizer.Mode}. */
        @StringSetting(path = "mode", defaultValue = "index")
        String mode();

        /** Domain words that are kept whole, separated by spaces: one setting is read faster than a list. */
        @StringSetting(path = "words", defaultValue = "")
        String words();
    }

    private final Segmenter segmenter;
    private final ChineseTokenizer.Mode mode;

    @Inject
    public ChineseTokenizerFactory(Options options) {
        mode = ChineseTokenizer.Mode.valueOf(options.mode().toUpperCase(Locale.ROOT));
        segmenter = Segmenter.of(options.words());
    }

    @Override
    public Tokenizer create() {
        return new ChineseTokenizer(segmenter, mode);
    }
}
