using System.Globalization;

namespace FairExchange.Verification.Solving;

/// <summary>A script as SMT-LIB 2.6 text: the form that people read, save, and give to another solver.</summary>
/// <remarks>
/// Every name is declared first; a subformula that is used twice, or nested too deeply to read, gets a name of its own
/// (<c>shared-1</c>) in the scope that first uses it, so the text is never much larger than the formulas' graph.
/// </remarks>
public static class SmtLib
{
    /// <param name="portable">
    /// Writes "at most k" as a sum of integers, which every solver knows, and not as Z3's own <c>at-most</c>.
    /// </param>
    /// <exception cref="ArgumentException">Formulas of two vocabularies share a name.</exception>
    public static string Render(Script script, bool portable = false)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Write(script, writer, portable);
        return writer.ToString();
    }

    /// <inheritdoc cref="Render"/>
    public static void Write(Script script, TextWriter writer, bool portable = false)
    {
        SmtLibSharing sharing = new(script);
        if (portable)
        {
            writer.WriteLine("(set-logic QF_LIRA)");
        }

        foreach ((string name, string sort) in sharing.Declarations)
        {
            writer.WriteLine($"(declare-const {SmtLibTerms.Symbol(name)} {sort})");
        }

        SmtLibTerms terms = new(sharing.Names, portable);
        Stack<List<Formula>> scopes = new([[]]);
        HashSet<Formula> defined = [];
        foreach (Script.Command command in script.Commands)
        {
            switch (command)
            {
                case Script.Command.Note note:
                    writer.WriteLine();
                    Comment(note.Text);
                    break;
                case Script.Command.Assert assert:
                    Assert(assert.Formula);
                    break;
                case Script.Command.Push:
                    Push();
                    break;
                case Script.Command.Pop:
                    Pop();
                    break;
                case Script.Command.Check check when check.Assumptions.All(Z3Solver.IsLiteral):
                    writer.WriteLine(check.Assumptions.IsEmpty
                        ? "(check-sat)"
                        : $"(check-sat-assuming ({string.Join(' ', check.Assumptions.Select(terms.Flat))}))");
                    Comment(Word(check.Answer));
                    break;
                case Script.Command.Check check:
                    Push();
                    foreach (Formula assumption in check.Assumptions)
                    {
                        Assert(assumption);
                    }

                    writer.WriteLine("(check-sat)");
                    Comment(Word(check.Answer));
                    Pop();
                    break;
            }
        }

        void Comment(string text)
        {
            foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
            {
                writer.WriteLine($"; {line}");
            }
        }

        void Push()
        {
            writer.WriteLine("(push 1)");
            scopes.Push([]);
        }

        void Pop()
        {
            writer.WriteLine("(pop 1)");
            defined.ExceptWith(scopes.Pop());
        }

        void Assert(Formula formula)
        {
            foreach (Formula part in sharing.NamedParts(formula, defined))
            {
                terms.Write(writer, $"(define-fun {sharing.Names[part]} () Bool", part, isBody: true);
                defined.Add(part);
                scopes.Peek().Add(part);
            }

            terms.Write(writer, "(assert", formula, isBody: false);
        }
    }

    private static string Word(Answer? answer) => answer switch
    {
        null => "no answer",
        Answer.Satisfiable => "sat",
        Answer.Unsatisfiable => "unsat",
        Answer.Unknown unknown => $"unknown: {unknown.Reason}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
