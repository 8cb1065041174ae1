"""What people do in more than one test."""


def become_administrator(house, page):
    page.goto(f"{house.url}/console/")
    page.get_by_label("로그인 코드").fill(house.run("flask", "staff", "code").split()[-1])
    page.get_by_label("이메일").fill("lead@example.com")
    page.get_by_label("비밀번호").fill("a long enough password")
    page.get_by_role("button", name="시작하기").click()
