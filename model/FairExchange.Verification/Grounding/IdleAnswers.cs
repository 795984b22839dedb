using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>A trusted party's answers to the adversary's own requests that nobody waits for and that teach it nothing which was not in the request: no run needs them.</summary>
internal static class IdleAnswers
{
    public static HashSet<Event> Of(Ground ground)
    {
        var (world, domains) = (ground.World, ground.Domains);
        var awaited = ground.Events.Concat(ground.WaitPoints.SelectMany(at => at.PassedOver)).Where(happening => happening.Input is not null).Select(happening => (happening.At.Actor, happening.Input!)).ToHashSet();
        // What no honest or trusted party encrypts but passes on, the adversary encrypted: it knew what is inside.
        var originals = ground.Events.SelectMany(Encryptions).ToHashSet();
        var requested = ground.Events.SelectMany(happening => happening.Sends).Select(sending => (sending.To, sending.Message)).ToHashSet();
        var parents = ground.Events.Select(happening => happening.Parent).ToHashSet();
        HashSet<Term> open = [.. domains.Public, .. domains.Adversarial];
        return [.. ground.Events.Where(happening => happening.At is { IsExclusive: false, After: null } && !parents.Contains(happening)
            && happening.HandedOver.IsEmpty && !requested.Contains((happening.At.Actor, happening.Input!))
            && happening.Sends.All(sending => !awaited.Contains((sending.To, sending.Message)) && TeachesNothing(happening, sending)))];

        bool TeachesNothing(Event answer, Sending sending)
        {
            var known = Deduction.Closure(answer.Input!, OwnsKey).SelectMany(term => term is Term.Encryption sealedTerm && !originals.Contains(sealedTerm)
                ? Deduction.Closure(sealedTerm.Plaintext, OwnsKey).Append(sealedTerm.Coins).Prepend(sealedTerm)
                : [term]).ToHashSet();
            return !world.AdversaryReads(sending) || Deduction.Closure(sending.Message, OwnsKey).All(Known);
            bool Known(Term term) => open.Contains(term) || known.Contains(term) || (Deduction.Ingredients(term, OwnsKey)?.All(Known) ?? false);
        }

        bool OwnsKey(Term name) => world.Corrupted.Contains(name);
    }

    /// <summary>Encryptions that the event sends and that were in nothing which its actor had read.</summary>
    private static IEnumerable<Term> Encryptions(Event happening)
    {
        var read = new HashSet<Term>();
        for (var step = happening; step is not null; step = step.Parent)
        {
            read.UnionWith(step.Input?.SelfAndParts() ?? []);
        }

        return happening.Sends.SelectMany(sending => sending.Message.SelfAndParts()).OfType<Term.Encryption>().Where(term => !read.Contains(term));
    }
}
