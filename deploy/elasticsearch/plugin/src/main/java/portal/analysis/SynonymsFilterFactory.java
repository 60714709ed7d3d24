package portal.analysis;

import java.io.IOException;
import java.io.StringReader;
import java.text.ParseException;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.AnalysisMode;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.StringSetting;

/** Adds synonyms to what people type, as a graph, so that synonyms of several words stay together. */
@NamedComponent("portal_synonyms")
public final class SynonymsFilterFactory implements TokenFilterFactory {
    @AnalysisSettings
    public interface Options {
        /** Rules as Solr writes them, one a line: {@code a, b} or {@code a => b, c}. */
        @StringSetting(path = "rules", defaultValue = "")
        String rules();

        /** The domain words of the tokenizer before this filter, so that rules are cut as the text is. */
        @StringSetting(path = "words", defaultValue = "")
        String words();
    }

    private final SynonymMap synonyms;

    @Inject
    public SynonymsFilterFactory(Options options) {
        Segmenter segmenter = Segmenter.of(options.words());
        try (Analyzer analyzer = new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                return new TokenStreamComponents(new ChineseTokenizer(segmenter, ChineseTokenizer.Mode.SEARCH));
            }
        }) {
            var parser = new SolrSynonymParser(true, true, analyzer);
            parser.parse(new StringReader(options.rules()));
            synonyms = parser.build();
        } catch (IOException | ParseException e) {
            throw new IllegalArgumentException("synonym rules: " + e.getMessage(), e);
        }
    }

    @Override
    public TokenStream create(TokenStream terms) {
        return synonyms.fst == null ? terms : new SynonymGraphFilter(terms, synonyms, true);
    }

    @Override
    public AnalysisMode getAnalysisMode() {
        return AnalysisMode.SEARCH_TIME;
    }
}
