using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// Of runs that are renamings of each other, one. The adversary's names are interchangeable, and so are its messages, its coins, the negotiated contracts and pieces of junk:
/// a permutation of the atoms of one sort takes each event to an event (of the same session, with the renamed binding), what somebody knows to what he knows in the renamed run,
/// and a run in which a property fails to one in which it fails. Times are not: two of them have an order.
/// <para>
/// So let one session, the same in every run, meet the atoms of each sort in their order: first what it knows beforehand, then what it reads, looking into everything. An honest session goes
/// one way, so each run has one such sequence of first meetings, and the permutation that puts it in order (and leaves the session's own past in order, whose first meetings are a beginning
/// of the sequence) takes the run to one that is kept. Nothing is asked of the other sessions: they would need a permutation of their own.
/// </para>
/// The session is one that begins by reading, if there is any: nothing has more choices than what the adversary may say first.
/// </summary>
internal sealed class Representatives
{
    private readonly Dictionary<Term, int> places;
    private readonly Session chosen;

    public Representatives(World world, Domains domains)
    {
        // Two honest parties are not interchangeable, nor are the contracts that each of their sessions is given.
        IEnumerable<Term.Constant> atoms = world.HasAdversary ? world.Corrupted.Concat(domains.Adversarial).Concat(domains.Public.Where(atom => atom.Sort is not (Sort.Name or Sort.Time))) : [];
        places = atoms.GroupBy(atom => atom.Sort).SelectMany(group => group.Select((atom, place) => ((Term)atom, place))).ToDictionary();
        chosen = world.Sessions.FirstOrDefault(session => session.Role.Script.Steps.FirstOrDefault() is Step.Receive) ?? world.Sessions[0];
    }

    /// <summary>Whether the event is another session's, or one by which the chosen session has met the atoms of each sort in their order.</summary>
    public bool Include(Event happening)
    {
        if (happening.At.Session != chosen)
        {
            return true;
        }

        var met = new HashSet<Term>();
        var next = new Dictionary<Sort, int>();
        foreach (var atom in Met(happening).SelectMany(Atoms).Where(atom => places.ContainsKey(atom) && met.Add(atom)))
        {
            var expected = next.GetValueOrDefault(atom.Sort);
            if (places[atom] != expected)
            {
                return false;
            }

            next[atom.Sort] = expected + 1;
        }

        return true;
    }

    /// <summary>What the session knew when it began, then what it read.</summary>
    private static IEnumerable<Term> Met(Event happening) => happening.Parent is { } parent
        ? Met(parent).Concat(happening.Input is { } input ? [input] : [])
        : ((Role.Party)happening.At.Role).Knows.Select(variable => happening.Binding[variable]!);

    // Parties in no order are met at once: the one with the earlier place counts as the first, or the pair's two renamings would both be left out.
    private IEnumerable<Term.Constant> Atoms(Term term) => term switch
    {
        Term.Constant constant => [constant],
        Term.Parties parties => parties.Parts().OfType<Term.Constant>().OrderBy(name => places.GetValueOrDefault(name)),
        _ => term.Parts().SelectMany(Atoms),
    };
}
