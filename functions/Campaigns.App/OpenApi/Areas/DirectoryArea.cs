using Campaigns.App.Access;
using Campaigns.App.Changes;
using Campaigns.App.Directory;
using Campaigns.App.Erasure;
using Campaigns.App.Ledger;
using Campaigns.Rules.People;

namespace Campaigns.App.OpenApi.Areas;

internal sealed class DirectoryArea : ApiArea
{
    private const string WriteAbout = "The same content again changes nothing and needs no `If-Match`.";

    public override string Name => "directory";

    public override string About => "Units, people, assignments, clusters.";

    protected override void Routes()
    {
        Of(nameof(UnitList.ListUnits), Act.ListUnits, "The units that the caller may see").QueryId("under", "Those below this unit.")
            .QueryId("level", "Those of this level.").QueryId("sector", "Those of this sector.").QueryFlag("ended", "Also those that have ended.")
            .GivesPages<Unit>();
        Of(nameof(UnitEndpoints.GetUnit), Act.ReadUnit, "A unit").Gives<Unit>().Tagged();
        Of(nameof(UnitEndpoints.PutUnit), Act.WriteUnit, "Adds or changes a unit").Says(WriteAbout)
            .Takes<UnitBody>("""{"name":"大河村","nameEn":"Dahe village","level":"village","sector":"rural","parent":"t-01"}""")
            .Gives<Unit>(200, 201).Tagged().Conditional<Unit>().Refuses(422);
        Of(nameof(PersonEndpoints.GetPerson), Act.ReadPerson, "A person").Gives<Person>().Tagged().Refuses(410);
        Of(nameof(PersonEndpoints.PutPerson), Act.WritePerson, "Adds or changes a person").Says(WriteAbout)
            .QueryFlag("returning", "The person was erased and comes back under the same id.")
            .Takes<PersonBody>("""{"name":"李明","unit":"v-001","language":"zh","assignments":[{"role":"reporter","unit":"v-001"}]}""")
            .Gives<Person>(200, 201).Tagged().Conditional<Person>().Refuses(422);
        Of(nameof(ErasureEndpoints.ErasePerson), Act.ErasePerson, "Erases a person: name, address, posts and messages")
            .Says("What the person did stays under the id; evidence follows its retention. Safe to repeat. A person whose posts nobody else holds, or who "
                + "takes part in a running cycle, is erased only with `handOverTo` or `leaveVacant`.")
            .Takes<EraseBody>("""{"reason":"Left the service and asked for it.","handOverTo":"v-001-reporter"}""")
            .Gives<ErasureAnswer>().Repeatable().Refuses(409, 422);
        Of(nameof(DelegationEndpoints.GetDelegations), Act.ReadDelegations, "Who stands in for a person, and for whom the person does")
            .Gives<DelegationsAnswer>();
        Of(nameof(DelegationEndpoints.PostDelegation), Act.WriteDelegation, "Lets another stand in for a person, from when until when")
            .Says("The stand-in has the person's assignments between the two instants, those of a leader and of a panel's member excepted, and acts under "
                + "its own name with its own app roles.")
            .Takes<DelegationBody>("""{"to":"t-01-deputy","from":"2026-03-01T00:00:00Z","until":"2026-03-15T00:00:00Z","reason":"In hospital."}""")
            .Gives<Delegation>(201).Repeatable().Refuses(422);
        Of(nameof(DelegationEndpoints.EndDelegation), Act.WriteDelegation, "Ends that before its time").GivesNothing(204).Refuses(412);
        Of(nameof(AssignmentEndpoints.GetAssignments), Act.ReadAssignments, "Who is what at a unit").Gives<UnitAssignments>().Tagged();
        Of(nameof(AssignmentEndpoints.PutAssignments), Act.WriteAssignments, "Says who is what at a unit, all of it at once")
            .Takes<UnitAssignments>("""{"assignments":[{"role":"reporter","person":"v-001-reporter"}]}""")
            .Gives<UnitAssignments>().Tagged().Conditional<UnitAssignments>().Refuses(422);
        Of(nameof(UnitChangeEndpoints.ChangeUnit), Act.ChangeUnit, "Moves, retires, splits or merges a unit (A5, J20)")
            .QueryFlag("dryRun", "Answers the same and changes nothing.")
            .Takes<UnitChangeBody>("""{"kind":"move","reason":"The townships were merged.","parent":"t-02"}""")
            .Gives<UnitChangeAnswer>().Repeatable().Refuses(409, 422);
        Of(nameof(UnitLedgerEndpoints.GetUnitLedger), Act.ReadUnitLedger, "What happened to a unit outside its cycles").GivesPages<LedgerEntryAnswer>();
        Of(nameof(UnitLedgerEndpoints.VerifyUnitLedger), Act.ReadUnitLedger, "Whether that ledger's chain is whole").Gives<LedgerVerification>();
        Of(nameof(GapEndpoints.GetGaps), Act.ReadGaps, "What is not assigned yet below a unit")
            .QueryId("under", "Below which unit; the whole tree where it is missing.").QueryOneOf<GapKind>("kind", "Gaps of this kind alone.")
            .GivesPages<Gap>();

        Of(nameof(ClusterEndpoints.ListClusters), Act.ReadClusters, "The clusters").QueryId("level", "Those of this level.")
            .QueryId("unit", "Those that this unit is a point of.").GivesPages<Cluster>();
        Of(nameof(ClusterEndpoints.GetClusterCounts), Act.ReadClusters, "Clusters and points by unit")
            .QueryId("level", "Units of this level.").QueryId("of", "Clusters of this level.").GivesList<ClusterCount>();
        Of(nameof(ClusterEndpoints.GetCluster), Act.ReadClusters, "A cluster").Gives<Cluster>().Tagged();
        Of(nameof(ClusterEndpoints.PutCluster), Act.WriteCluster, "Adds or changes a cluster").Says(WriteAbout)
            .Takes<ClusterBody>("""{"name":"大河片区","level":"township","home":"t-01","points":["v-001","v-002"]}""")
            .Gives<Cluster>(200, 201).Tagged().Conditional<Cluster>().Refuses(422);
    }
}
