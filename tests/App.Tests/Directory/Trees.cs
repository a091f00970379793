using Campaigns.App.Directory;

namespace Campaigns.App.Tests.Directory;

/// <summary>A county with two townships, a department, three villages and the people that tests speak of.</summary>
static class Trees
{
    public static DirectorySnapshot County { get; } = DirectorySnapshot.Of(
        7,
        [
            new("county", "清和县", "Qinghe County", "county", "government", null),
            new("t-01", "柳林乡", null, "township", "rural", "county"),
            new("t-02", "青山镇", null, "township", "rural", "county"),
            new("d-01", "组织部", null, "department", "government", "county"),
            new("v-001", "大河村", "Dahe Village", "village", "rural", "t-01"),
            new("v-002", "小河村", null, "village", "rural", "t-01"),
            new("v-003", "石桥村", null, "village", "rural", "t-02"),
        ],
        [
            Person("reporter-1", "v-001", new Assignment(AssignmentKind.Reporter, "v-001")),
            Person("leader-1", "v-001", new Assignment(AssignmentKind.Leader, "v-001")),
            Person("liaison-1", "t-01", new Assignment(AssignmentKind.Liaison, "v-001"), new Assignment(AssignmentKind.Liaison, "v-002")),
            Person("reviewer-t1", "t-01", new Assignment(AssignmentKind.Reviewer, "t-01")),
            Person("leader-t1", "t-01", new Assignment(AssignmentKind.Leader, "t-01")),
            Person("reporter-t1", "t-01", new Assignment(AssignmentKind.Reporter, "t-01")),
            Person("reviewer-t2", "t-02", new Assignment(AssignmentKind.Reviewer, "t-02")),
            Person("office", "county", new Assignment(AssignmentKind.Authority, "county"), new Assignment(AssignmentKind.Reviewer, "county")),
            Person("vanguard-1", "v-001") with { Categories = ["vanguard"] },
            Person("clerk-d1", "d-01") with { Categories = ["vanguard"] },
            Person("admin", "county", new Assignment(AssignmentKind.Administrator, "county")),
        ]);

    public static Person Person(string id, string unit, params Assignment[] assignments) => new(id, "某某", $"{id}@example.org", "zh", unit, [], assignments);
}
