namespace FairExchange.Verification.Solving;

/// <summary>What a script's text must declare, and which subformulas get a name of their own.</summary>
internal sealed class SmtLibSharing
{
    private const int DeepestTerm = 24;

    private readonly Dictionary<Formula, string> _names = [];
    private readonly Dictionary<string, object> _declared = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Sort)> _declarations = [];

    public SmtLibSharing(Script script)
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
        while (_declared.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            prefix += "-";
        }

        foreach (Formula part in order)
        {
            int height = 0;
            for (int i = 0; i < part.Arity; i++)
            {
                Formula child = part.Child(i);
                height = Math.Max(height, _names.ContainsKey(child) ? 1 : heights[child] + 1);
            }

            heights.Add(part, height);
            bool isShared = uses[part] > 1 && part is not Formula.Constant && !Z3Solver.IsLiteral(part);
            if (isShared || height >= DeepestTerm)
            {
                _names.Add(part, $"{prefix}{_names.Count + 1}");
            }
        }
    }

    public IReadOnlyDictionary<Formula, string> Names => _names;

    public IReadOnlyList<(string Name, string Sort)> Declarations => _declarations;

    /// <summary>The named subformulas that a formula needs and that are not defined yet, each after its own needs.</summary>
    public IEnumerable<Formula> NamedParts(Formula formula, HashSet<Formula> defined)
    {
        HashSet<Formula> seen = [];
        foreach (Formula part in FormulaWalk.ChildrenFirst(formula, part => seen.Contains(part) || defined.Contains(part)))
        {
            seen.Add(part);
            if (_names.ContainsKey(part))
            {
                yield return part;
            }
        }
    }

    private static IEnumerable<Formula> Roots(Script.Command command) => command switch
    {
        Script.Command.Assert assert => [assert.Formula],
        Script.Command.Check check => check.Assumptions,
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
        if (_declared.TryAdd(name, named))
        {
            _declarations.Add((name, sort));
        }
        else if (!ReferenceEquals(_declared[name], named))
        {
            throw new ArgumentException($"Two vocabularies in one script: both have '{name}'.");
        }
    }
}
