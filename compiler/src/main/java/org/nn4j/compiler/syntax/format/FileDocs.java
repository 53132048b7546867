package org.nn4j.compiler.syntax.format;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.ConcreteSyntax;
import org.nn4j.compiler.syntax.format.Doc.Indentation;
import org.nn4j.compiler.syntax.format.Doc.Value.Choice;
import org.nn4j.grammar.NnParser;

/** Files and declarations. */
final class FileDocs extends StatementDocs {

    FileDocs(ConcreteSyntax source) {
        super(source);
    }

    /** Declarations are a blank line apart, but for short ones that were written without. */
    @Override
    public Doc visitUnit(NnParser.UnitContext c) {
        List<Doc> parts = new ArrayList<>();
        ParserRuleContext before = null;
        boolean shortBefore = true;
        for (ParseTree child : c.children) {
            if (child instanceof ParserRuleContext declaration) {
                List<Token> comments = takeCommentsBefore(declaration.start);
                Doc doc = continued(visit(declaration));
                boolean isShort = doc.width() <= Layout.COLUMNS;
                boolean sameKind = before != null && before.getRuleIndex() == declaration.getRuleIndex();
                boolean apart = before != null && !(sameKind && shortBefore && isShort);
                parts.add(lines(comments, declaration.start, before == null, apart));
                parts.add(doc);
                before = declaration;
                shortBefore = isShort;
            } else {
                parts.add(linesOf(takeCommentsBefore(((TerminalNode) child).getSymbol()), before == null));
            }
        }
        return Doc.concat(parts);
    }

    @Override
    public Doc visitImportDecl(NnParser.ImportDeclContext c) {
        if (c.importedNames() != null) {
            List<ParseTree> path = c.children.subList(1, c.children.indexOf(c.LBRACE()));
            return seq(c.IMPORT(), " ", tight(path), bracketed(c.LBRACE(), c.importedNames().children, c.RBRACE()));
        }
        int end = c.AS() == null ? c.children.size() : c.children.indexOf(c.AS());
        return seq(c.IMPORT(), " ", tight(c.children.subList(1, end)), spaced(c.AS(), c.alias));
    }

    @Override
    public Doc visitLayerDecl(NnParser.LayerDeclContext c) {
        return seq(c.LAYER(), " ", c.name(), signature(c.params(), c.result()), " ", c.block());
    }

    @Override
    public Doc visitMetricDecl(NnParser.MetricDeclContext c) {
        return seq(c.METRIC(), " ", c.name(), signature(c.params(), c.result()), " ", c.block());
    }

    @Override
    public Doc visitOptimizerDecl(NnParser.OptimizerDeclContext c) {
        return seq(c.OPTIMIZER(), " ", c.name(), signature(c.params(), null), " ", c.block());
    }

    @Override
    public Doc visitModelDecl(NnParser.ModelDeclContext c) {
        return seq(c.MODEL(), " ", c.name(), c.params(), " ", c.block());
    }

    @Override
    public Doc visitTrainDecl(NnParser.TrainDeclContext c) {
        Doc model = c.OF() == null ? visit(c.name(0)) : seq(c.name(0), " ", c.OF(), " ", c.name(1));
        return seq(c.TRAIN(), " ", model, c.params(), " ", c.trainBlock());
    }

    @Override
    public Doc visitFnDecl(NnParser.FnDeclContext c) {
        Doc head = seq(c.FN(), " ", c.name(), signature(List.of(c.params()), c.result()), " ");
        if (c.block() != null) {
            return seq(head, c.block());
        }
        Choice choice = startsLine(c.expr().start) ? Choice.BODY_ALONE : Choice.BODY;
        return seq(head, c.ASSIGN(), Doc.Value.of(visit(c.expr()), choice));
    }

    /** Lists of parameters one below the other where they do not fit on one line, and the result behind the last. */
    private Doc signature(List<NnParser.ParamsContext> lists, NnParser.@Nullable ResultContext result) {
        List<Doc.Fill.Item> last = new ArrayList<>();
        NnParser.ParamsContext inputs = lists.get(lists.size() - 1);
        last.add(new Doc.Fill.Item(visit(inputs), false));
        if (result != null) {
            last.add(new Doc.Fill.Item(visit(result), false));
        }
        Doc doc = Doc.Fill.of(last, " ");
        if (lists.size() > 1) {
            doc = Doc.Fill.of(
                    List.of(
                            new Doc.Fill.Item(visit(lists.get(0)), false),
                            new Doc.Fill.Item(doc, startsLine(inputs.start))),
                    "");
        }
        return new Doc.Nest(Indentation.COLUMN, new Doc.Group(doc));
    }
}
