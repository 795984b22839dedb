using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>All ways in which a receive can be satisfied, whoever forms the message.</summary>
internal static class Readings
{
    public static IEnumerable<Binding> Of(Alternative alternative, Binding binding, Domains domains) =>
        Of(alternative.Pattern, [.. alternative.Checks], binding, domains);

    /// <summary>What a receive's alternative reads in this very message; null where it does not fit, whatever the time.</summary>
    public static Binding? Of(Alternative alternative, Binding binding, Term message) => alternative.Checks.Aggregate(
        binding.Match(alternative.Pattern, message), (read, check) => read?.Match(check.Pattern, read.Ground(check.Subject)));

    private static IEnumerable<Binding> Of(Term pattern, List<Match> checks, Binding binding, Domains domains)
    {
        // A check whose subject is bound binds the rest by looking inside, which is far less than trying every value;
        // but what stands in a hash or in unordered parties is not seen there, and must be bound before.
        if (checks.Find(check => binding[check.Subject] is not null
            && Hidden(check.Pattern).All(part => Seen(part, check.Pattern, binding))) is { } decided)
        {
            var rest = checks.FindAll(check => check != decided);
            return binding.Match(decided.Pattern, binding[decided.Subject]!) is { } read ? Of(pattern, rest, read, domains) : [];
        }

        var free = checks.Select(check => check.Subject).Concat(pattern.Variables()).FirstOrDefault(variable => binding[variable] is null);
        return free is null ? [binding] : domains.Of(free.Sort)
            .SelectMany(value => Of(pattern, checks, binding.With(free, value), domains));
    }

    private static IEnumerable<Term> Hidden(Term pattern) => pattern.SelfAndParts().Where(part => part is Term.Hash or Term.Parties);

    /// <summary>Whether all in a hidden part is bound already, or will be by what stands openly in the same pattern.</summary>
    private static bool Seen(Term hidden, Term pattern, Binding binding)
    {
        var openly = Open(pattern).OfType<Term.Variable>().ToHashSet();
        return hidden.Variables().All(variable => binding[variable] is not null || openly.Contains(variable));
    }

    private static IEnumerable<Term> Open(Term term) =>
        term is Term.Hash or Term.Parties ? [] : term.Parts().SelectMany(Open).Prepend(term);
}

/// <summary>
/// A trusted party's answers to the adversary's own requests that nobody waits for and that teach it nothing of use which was not in its
/// requests: no run needs them, nor a wait for more after which there is nothing else, nor what is entered in a register where no answer
/// that is needed finds it.
/// </summary>
internal static class IdleAnswers
{
    public static HashSet<Event> Of(Ground ground)
    {
        var (world, domains) = (ground.World, ground.Domains);
        var awaited = ground.Events.Concat(ground.WaitPoints.SelectMany(at => at.PassedOver))
            .Where(happening => happening.Input is not null).Select(happening => (happening.At.Actor, happening.Input!)).ToHashSet();
        // What no honest or trusted party encrypts but passes on, the adversary encrypted: it knew what is inside.
        var originals = ground.Events.SelectMany(Encryptions).ToHashSet();
        var requested = ground.Events.SelectMany(happening => happening.Sends).Select(sending => (sending.To, sending.Message)).ToHashSet();
        var following = ground.Events.Where(happening => happening.Parent is not null).ToLookup(happening => happening.Parent!);
        HashSet<Term> open = [.. domains.Public, .. domains.Adversarial];
        var used = Deduction.Within(awaited.Select(awaiting => awaiting.Item2).Concat(Evidence()));
        var entering = ground.Events.Where(happening => happening.Enters is not null).ToLookup(happening => happening.Enters!);
        // What is entered keeps another's request from being granted; who finds it is looked at before.
        var found = new HashSet<RegisterEntry>();
        var idle = new HashSet<Event>();
        foreach (var happening in ground.Events.Where(happening => !happening.At.IsExclusive)
            .OrderByDescending(happening => happening.At.Depth).ThenBy(happening => happening.Enters is not null))
        {
            if (following[happening].All(idle.Contains) && happening.HandedOver.IsEmpty
                && !(happening.Enters is { } entry && found.Contains(entry))
                && !requested.Contains((happening.At.Actor, happening.Input!))
                && happening.Sends.All(sending => !awaited.Contains((sending.To, sending.Message)) && TeachesNothing(happening, sending)))
            {
                idle.Add(happening);
            }
            else if (happening.Finds is { } standing)
            {
                found.Add(standing);
            }
        }

        return idle;

        // What nobody else asked to be entered, the adversary asked.
        bool IsItsOwn(RegisterEntry entry) => entering[entry].All(happening => !requested.Contains((entry.Of, happening.Input!)));

        // Of what names both parties only that is asked for which names an honest one.
        IEnumerable<Term> Evidence() =>
            from form in world.Protocol.Items.SelectMany(item => item.Forms)
            let isNamed = world.Protocol.Parties.All(party => form.Variables().Contains(party.Name))
            from instance in domains.Instances(form, world.Protocol)
            where !isNamed || instance.SelfAndParts().Any(part => part is Term.Constant name && world.Honest.Contains(name))
            select instance;

        bool TeachesNothing(Event answer, Sending sending)
        {
            // What somebody else has asked before may have come to the trusted party alone.
            var known = Requests(answer).Where(request => !requested.Contains((answer.At.Actor, request)))
                .Concat(answer.Finds is { } standing && IsItsOwn(standing) ? [standing.Value] : [])
                .SelectMany(request => Deduction.Closure(request, OwnsKey))
                .SelectMany(term => term is Term.Encryption sealedTerm && !originals.Contains(sealedTerm)
                ? Deduction.Closure(sealedTerm.Plaintext, OwnsKey).Append(sealedTerm.Coins).Prepend(sealedTerm)
                : [term]).ToHashSet();
            // A message may come out of what is under a key, of whatever use that is otherwise.
            return !world.AdversaryReads(sending) || Deduction.Closure(sending.Message, OwnsKey)
                .All(term => Known(term) || !(used.Contains(term) || term is Term.SymmetricEncryption));
            bool Known(Term term) =>
                open.Contains(term) || known.Contains(term) || (Deduction.Ingredients(term, OwnsKey)?.All(Known) ?? false);
        }

        bool OwnsKey(Term name) => world.Corrupted.Contains(name);
    }

    private static IEnumerable<Term> Requests(Event answer) =>
        answer.Parent is { } parent ? Requests(parent).Prepend(answer.Input!) : [answer.Input!];

    /// <summary>Encryptions that the event sends and that were in nothing which its actor had read.</summary>
    private static IEnumerable<Term> Encryptions(Event happening)
    {
        var read = new HashSet<Term>();
        for (var step = happening; step is not null; step = step.Parent)
        {
            read.UnionWith(step.Input?.SelfAndParts() ?? []);
        }

        return happening.Sends.SelectMany(sending => sending.Message.SelfAndParts()).OfType<Term.Encryption>()
            .Where(term => !read.Contains(term));
    }
}
