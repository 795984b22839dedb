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
    public static string Render(SolverScript script, bool portable = false)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Write(script, writer, portable);
        return writer.ToString();
    }

    /// <inheritdoc cref="Render"/>
    public static void Write(SolverScript script, TextWriter writer, bool portable = false)
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
        foreach (SolverScript.Command command in script.Commands)
        {
            switch (command)
            {
                case SolverScript.Command.Note note:
                    writer.WriteLine();
                    Comment(note.Text);
                    break;
                case SolverScript.Command.Assert assert:
                    Assert(assert.Formula);
                    break;
                case SolverScript.Command.Push:
                    Push();
                    break;
                case SolverScript.Command.Pop:
                    Pop();
                    break;
                case SolverScript.Command.Check check when check.Assumptions.All(Z3Solver.IsLiteral):
                    writer.WriteLine(check.Assumptions.IsEmpty
                        ? "(check-sat)"
                        : $"(check-sat-assuming ({string.Join(' ', check.Assumptions.Select(terms.Flat))}))");
                    Comment(Word(check.SolverAnswer));
                    break;
                case SolverScript.Command.Check check:
                    Push();
                    foreach (Formula assumption in check.Assumptions)
                    {
                        Assert(assumption);
                    }

                    writer.WriteLine("(check-sat)");
                    Comment(Word(check.SolverAnswer));
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

    private static string Word(SolverAnswer? answer) => answer switch
    {
        null => "no answer",
        SolverAnswer.Satisfiable => "sat",
        SolverAnswer.Unsatisfiable => "unsat",
        SolverAnswer.Unknown unknown => $"unknown: {unknown.Reason}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>What a script's text must declare, and which subformulas get a name of their own.</summary>
internal sealed class SmtLibSharing
{
    private const int DeepestTerm = 24;

    private readonly Dictionary<Formula, string> names = [];
    private readonly Dictionary<string, object> declared = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Sort)> declarations = [];

    public SmtLibSharing(SolverScript script)
    {
        Dictionary<Formula, int> uses = [];
        Dictionary<Formula, int> heights = [];
        List<Formula> order = [];
        foreach (Formula root in script.Commands.SelectMany(Roots))
        {
            foreach (Formula part in FormulaWalk.ChildrenFirst(root, uses.ContainsKey))
            {
                uses.Add(part, 0);
                order.Add(part);
                for (int i = 0; i < part.Arity; i++)
                {
                    uses[part.Child(i)]++;
                }

                Declare(part);
            }

            uses[root]++;
        }

        string prefix = "shared-";
        while (declared.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            prefix += "-";
        }

        foreach (Formula part in order)
        {
            int height = 0;
            for (int i = 0; i < part.Arity; i++)
            {
                Formula child = part.Child(i);
                height = Math.Max(height, names.ContainsKey(child) ? 1 : heights[child] + 1);
            }

            heights.Add(part, height);
            bool isShared = uses[part] > 1 && part is not Formula.Constant && !Z3Solver.IsLiteral(part);
            if (isShared || height >= DeepestTerm)
            {
                names.Add(part, $"{prefix}{names.Count + 1}");
            }
        }
    }

    public IReadOnlyDictionary<Formula, string> Names => names;

    public IReadOnlyList<(string Name, string Sort)> Declarations => declarations;

    /// <summary>The named subformulas that a formula needs and that are not defined yet, each after its own needs.</summary>
    public IEnumerable<Formula> NamedParts(Formula formula, HashSet<Formula> defined)
    {
        HashSet<Formula> seen = [];
        foreach (Formula part in FormulaWalk.ChildrenFirst(formula, part => seen.Contains(part) || defined.Contains(part)))
        {
            seen.Add(part);
            if (names.ContainsKey(part))
            {
                yield return part;
            }
        }
    }

    private static IEnumerable<Formula> Roots(SolverScript.Command command) => command switch
    {
        SolverScript.Command.Assert assert => [assert.Formula],
        SolverScript.Command.Check check => check.Assumptions,
        _ => [],
    };

    private void Declare(Formula formula)
    {
        if (formula is Atom atom)
        {
            Declare(atom.Name, atom, "Bool");
        }
        else if (formula is Formula.Comparison comparison)
        {
            foreach ((_, Real variable) in comparison.Left.Terms.Concat(comparison.Right.Terms))
            {
                Declare(variable.Name, variable, "Real");
            }
        }
    }

    private void Declare(string name, object named, string sort)
    {
        if (declared.TryAdd(name, named))
        {
            declarations.Add((name, sort));
        }
        else if (!ReferenceEquals(declared[name], named))
        {
            throw new ArgumentException($"Two vocabularies in one script: both have '{name}'.");
        }
    }
}
