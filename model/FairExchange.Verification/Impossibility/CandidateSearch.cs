using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Impossibility;

/// <summary>Finds the protocols of a class that fulfil some rules: one after the other, small ones first, each once.</summary>
internal sealed class CandidateSearch
{
    private readonly Unknowns unknowns;
    private readonly ISolver solver;
    private readonly TimeSpan timeout;
    private readonly CancellationToken cancellation;

    /// <summary>No protocol is smaller that was not found before.</summary>
    private int least;

    public CandidateSearch(
        Unknowns unknowns, IEnumerable<(string Heading, IEnumerable<Formula> Formulas)> rules, ISolver solver, TimeSpan timeout, CancellationToken cancellation)
    {
        (this.unknowns, this.solver, this.timeout, this.cancellation) = (unknowns, solver, timeout, cancellation);
        foreach (var (heading, formulas) in rules)
        {
            solver.Note(heading);
            foreach (var formula in formulas)
            {
                solver.Assert(formula);
            }
        }
    }

    public Sought Next()
    {
        solver.Note("is there such a protocol?");
        return Ask() switch
        {
            Answer.Satisfiable some => Smallest(some.Model),
            Answer.Unsatisfiable => new Sought.None(),
            Answer.Unknown unknown => new Sought.Unknown(unknown.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Sought Smallest(IModel model)
    {
        solver.Push();
        solver.Note("the smallest of them");
        while (Taken(model).Count > least)
        {
            var middle = (least + Taken(model).Count - 1) / 2;
            switch (Ask(Formula.AtMost(middle, unknowns.Choices)))
            {
                case Answer.Satisfiable smaller:
                    model = smaller.Model;
                    break;
                case Answer.Unsatisfiable:
                    least = middle + 1;
                    break;
                case Answer.Unknown unknown:
                    return new Sought.Unknown(unknown.Reason);
            }
        }

        solver.Note("the first of these");
        solver.Assert(Formula.AtMost(least, unknowns.Choices));
        var (first, problem) = First(model);
        solver.Pop();
        if (problem is not null)
        {
            return new Sought.Unknown(problem);
        }

        solver.Note("another one");
        solver.Assert(Formula.Not(Formula.And(unknowns.Choices.Select(choice => first.IsTrue(choice) ? choice : Formula.Not(choice)))));
        return new Sought.Found(unknowns.Read(first));
    }

    /// <summary>Settles the choices one after the other, so that what is found does not hang on the mood of a solver's version.</summary>
    private (IModel First, string? Unknown) First(IModel model)
    {
        var settled = 0;
        for (var place = 0; place < least;)
        {
            var taken = Taken(model)[place];
            switch (Ask(Formula.Or(unknowns.Choices[settled..taken])))
            {
                case Answer.Satisfiable earlier:
                    model = earlier.Model;
                    continue;
                case Answer.Unknown unknown:
                    return (model, unknown.Reason);
            }

            foreach (var passed in unknowns.Choices[settled..taken])
            {
                solver.Assert(Formula.Not(passed));
            }

            solver.Assert(unknowns.Choices[taken]);
            (settled, place) = (taken + 1, place + 1);
        }

        return (model, null);
    }

    private Answer Ask(params Formula[] assumptions) => solver.Check(assumptions, timeout, cancellation);

    private List<int> Taken(IModel model) => [.. Enumerable.Range(0, unknowns.Choices.Length).Where(i => model.IsTrue(unknowns.Choices[i]))];
}
