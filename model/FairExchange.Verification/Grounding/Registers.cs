using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// A trusted party's register among events. Each request that enters something is one event for each value that may stand under its key:
/// its own, which is entered, or another's, which is found.
/// </summary>
internal static class Registers
{
    /// <summary>All that the handlers may enter, by key.</summary>
    /// <param name="doors">What the handlers begin with.</param>
    /// <param name="names">What the trusted party knows beforehand.</param>
    /// <param name="domains">What variables stand for.</param>
    /// <param name="signable">What may be asked.</param>
    public static ILookup<Term, Term> Entries(IEnumerable<Step.Receive> doors, Binding names, Domains domains, Signable signable) => doors
        .SelectMany(door => door.Alternatives)
        .Where(alternative => alternative.Then.AllSteps().Any(step => step is Step.Register))
        .SelectMany(alternative => Readings.Of(alternative, names, domains).Where(read => signable.Allows(read.Ground(alternative.Pattern)))
            .Select(read => Reached(alternative.Then, read)))
        .OfType<(Step.Register Step, Binding At)>()
        .Select(reached => (Key: reached.At.Ground(reached.Step.Key), Value: reached.At.Ground(reached.Step.Value))).Distinct()
        .ToLookup(entry => entry.Key, entry => entry.Value);

    /// <summary>How a request may find the register; neither the one nor the other where its script enters nothing.</summary>
    public static IEnumerable<(RegisterEntry? Enters, RegisterEntry? Finds)> Of(
        Term.Constant trusted, Script script, Binding read, ILookup<Term, Term>? entries)
    {
        if (entries is null || Reached(script, read) is not var (step, at))
        {
            return [(null, null)];
        }

        var own = new RegisterEntry(trusted, at.Ground(step.Key), at.Ground(step.Value));
        return entries[own.Key].Where(standing => !standing.Equals(own.Value))
            .Select(standing => ((RegisterEntry?)null, (RegisterEntry?)(own with { Value = standing }))).Prepend((own, null));
    }

    /// <summary>What follows the step in this event; what it finds binds what the rest speaks of.</summary>
    public static Script Next(Step.Register step, Event happened)
    {
        if (happened.Finds is not { Value: var standing })
        {
            return step.Then;
        }

        foreach (var other in step.Others)
        {
            if (happened.Binding.Match(other.Pattern, standing) is { } found)
            {
                happened.Binding = found;
                return other.Then;
            }
        }

        return Script.Empty;
    }

    /// <summary>The one step at which this reading comes to the register, if any.</summary>
    private static (Step.Register Step, Binding At)? Reached(Script script, Binding binding)
    {
        foreach (var step in script.Steps)
        {
            switch (step)
            {
                case Step.Let let:
                    binding = binding.With(let.Variable, binding.Ground(let.Value));
                    break;
                case Step.Check check:
                    var passed = binding.Match(check.Match.Pattern, binding.Ground(check.Match.Subject));
                    return Reached(passed is null ? check.Otherwise : check.Then, passed ?? binding);
                case Step.Register register:
                    return (register, binding);
                case Step.Fresh or Step.Send or Step.Receive:
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        return null;
    }
}
