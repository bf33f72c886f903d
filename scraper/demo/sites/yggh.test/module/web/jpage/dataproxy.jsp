<?xml version="1.0" encoding="UTF-8"?>
<datastore>
<nextgroup><![CDATA[]]></nextgroup>
<recordset>
<record><![CDATA[
<li><a href="/art/2025/4/2/art_101_5009.html" target="_blank" title="渔港码头建起职工浴室 出海归来先洗热水澡">渔港码头建起职工浴室 出海归来先洗热水澡</a><span class="bt-date">2025-04-02</span></li>]]></record>
<record><![CDATA[
<li><a href="/art/2024/12/18/art_101_4988.html" target="_blank" title="云港市总工会六届五次全委会召开 部署2025年十件实事">云港市总工会六届五次全委会召开 部署20...</a><span class="bt-date">2024-12-18</span></li>]]></record>
</recordset>
</datastore>
